package dev.rehearsal.examples.decoder;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.source.format.ValueDecoder;
import dev.rehearsal.streams.source.format.ValueDecoderType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * {@code decoder { type = avro, schemas = FOLDER }}, with a file {@code ID.avsc} for each schema,
 * or {@code decoder { type = avro, registry = "http://…" }}, a server that answers {@code GET
 * /schemas/ids/ID}.
 */
public final class AvroDecoderType implements ValueDecoderType {

  /** Found by {@link java.util.ServiceLoader}. */
  public AvroDecoderType() {}

  @Override
  public String type() {
    return "avro";
  }

  @Override
  public Spec read(Block block) {
    Optional<String> folder = block.optionalString("schemas");
    Optional<String> registry = block.optionalString("registry");
    if (folder.isPresent() == registry.isPresent()) {
      block.problem("must name either schemas, a folder, or registry, an address");
    }
    return new Avro(
        registry
            .<Schemas>map(address -> new RegistrySchemas(uri(address, block)))
            .orElseGet(() -> FileSchemas.in(block.resolve(folder.orElse(".")))));
  }

  private static URI uri(String address, Block block) {
    try {
      URI uri = new URI(address);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Falls through to the one message for every address that will not do.
    }
    block.problem(
        "registry", "must be such as https://registry.example.com, was " + block.shown("registry"));
    return URI.create("http://localhost");
  }

  private record Avro(Schemas schemas) implements Spec {
    /** A schema's id says all: where it is kept changes no message. */
    @Override
    public JsonNode canonical() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ValueDecoder open() {
      return new AvroDecoder(schemas);
    }
  }
}
