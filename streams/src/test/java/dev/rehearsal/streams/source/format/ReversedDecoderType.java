package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.config.Block;
import java.nio.charset.StandardCharsets;

/** A decoder from outside: some exclamation marks, then a record from its end to its start. */
public final class ReversedDecoderType implements ValueDecoderType {
  @Override
  public String type() {
    return "reversed";
  }

  @Override
  public Spec read(Block block) {
    int marks = (int) block.optionalInteger("marks", 0, 9).orElse(1);
    return new Spec() {
      @Override
      public JsonNode canonical() {
        return JsonNodeFactory.instance.objectNode().put("marks", marks);
      }

      @Override
      public ValueDecoder open() {
        return message -> reversed(new String(message.value(), StandardCharsets.UTF_8), marks);
      }
    };
  }

  private static byte[] reversed(String text, int marks) throws UndecodableException {
    if (!text.startsWith("!".repeat(marks))) {
      throw new UndecodableException("has no mark");
    }
    return new StringBuilder(text.substring(marks))
        .reverse()
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }
}
