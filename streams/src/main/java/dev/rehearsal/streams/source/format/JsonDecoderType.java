package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.config.Block;

/** Messages that are JSON already. */
public final class JsonDecoderType implements ValueDecoderType {
  static final String TYPE = "json";

  /** Found by {@link java.util.ServiceLoader}. */
  public JsonDecoderType() {}

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Spec read(Block block) {
    return new Json();
  }

  private record Json() implements Spec {
    @Override
    public JsonNode canonical() {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public ValueDecoder open() {
      return ValueDecoder.Message::value;
    }
  }
}
