package dev.rehearsal.examples.decoder;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Schemas from a registry, over HTTP. */
final class RegistrySchemas implements Schemas {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;

  private final URI registry;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

  RegistrySchemas(URI registry) {
    this.registry = registry;
  }

  @Override
  public Optional<Schema> schema(int id) {
    try {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(
                      URI.create(registry.toString().replaceFirst("/$", "") + "/schemas/ids/" + id))
                  .timeout(PATIENCE)
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      if (response.statusCode() != OK) {
        throw away("it answered with HTTP " + response.statusCode(), null);
      }
      return Optional.of(
          new Schema.Parser().parse(json.readTree(response.body()).path("schema").asText()));
    } catch (IOException | AvroRuntimeException e) {
      throw away(String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away("interrupted", e);
    }
  }

  private RehearsalException away(String reason, @Nullable Exception cause) {
    String message = "the schema registry at %s: %s".formatted(registry.getHost(), reason);
    return cause == null
        ? RehearsalException.failed(message)
        : RehearsalException.failed(message, cause);
  }
}
