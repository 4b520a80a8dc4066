package dev.rehearsal.app.monitor;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.model.ContentType;
import akka.http.javadsl.model.ContentTypes;
import akka.http.javadsl.model.HttpEntities;
import akka.http.javadsl.model.HttpMethods;
import akka.http.javadsl.model.HttpRequest;
import akka.http.javadsl.model.HttpResponse;
import akka.http.javadsl.model.headers.RawHeader;
import akka.http.javadsl.settings.ServerSettings;
import akka.stream.Materializer;
import akka.stream.SystemMaterializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.actors.endpoint.Listening;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Answers who keeps watch: metrics, and health. */
final class MonitorServer {
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final ExpositionFormats FORMATS = ExpositionFormats.init();

  private final Watch watch;
  private final Materializer materializer;
  private final String host;
  private final CompletableFuture<ServerBinding> binding = new CompletableFuture<>();

  private MonitorServer(Watch watch, Materializer materializer, String host) {
    this.watch = watch;
    this.materializer = materializer;
    this.host = host;
  }

  /** Fails with a {@link dev.rehearsal.RehearsalException} when the port cannot be had. */
  static CompletionStage<MonitorServer> start(
      ActorSystem<?> system, String host, int port, Watch watch) {
    MonitorServer server =
        new MonitorServer(watch, SystemMaterializer.get(system).materializer(), host);
    ServerSettings settings = ServerSettings.create(system.classicSystem());
    return Http.get(system)
        .newServerAt(host, port)
        .withSettings(
            settings
                .withServerHeader(Optional.empty())
                .withParserSettings(settings.getParserSettings().withIllegalHeaderWarnings(false)))
        .bindSync(server::answer)
        .handle(
            (bound, failure) -> {
              if (failure != null) {
                throw Listening.unusable(host, port, failure);
              }
              server.binding.complete(bound);
              return server;
            });
  }

  String url() {
    return Listening.url(host, binding.join());
  }

  /** Lets go of the port; what is being answered has a second. */
  void stop() {
    binding.join().terminate(DRAIN).toCompletableFuture().join();
  }

  private HttpResponse answer(HttpRequest request) {
    request.discardEntityBytes(materializer);
    if (!request.method().equals(HttpMethods.GET) && !request.method().equals(HttpMethods.HEAD)) {
      return trouble(405, "only GET: nothing here changes anything")
          .addHeader(RawHeader.create("Allow", "GET, HEAD"));
    }
    return switch (request.getUri().path()) {
      case "/metrics" -> metrics(request);
      case "/health/live" -> json(200, JsonNodeFactory.instance.objectNode().put("live", true));
      case "/health/ready" -> {
        Health health = watch.health();
        yield json(health.ready() ? 200 : 503, health.json());
      }
      default -> trouble(404, "there is /metrics, /health/live and /health/ready");
    };
  }

  private HttpResponse metrics(HttpRequest request) {
    String accepted = request.getHeader("Accept").map(header -> header.value()).orElse("");
    ExpositionFormatWriter writer = FORMATS.findWriter(accepted);
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    try {
      writer.write(body, watch.metrics());
    } catch (IOException e) {
      throw new UncheckedIOException("memory can always be written", e);
    }
    ContentType type = ContentTypes.parse(writer.getContentType());
    return HttpResponse.create().withEntity(HttpEntities.create(type, body.toByteArray()));
  }

  private static HttpResponse trouble(int status, String words) {
    return json(status, JsonNodeFactory.instance.objectNode().put("error", words));
  }

  private static HttpResponse json(int status, JsonNode body) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, body + "\n");
  }
}
