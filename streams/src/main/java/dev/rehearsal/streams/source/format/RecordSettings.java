package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.config.Block;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How to read a record, whatever the log it stands in.
 *
 * @param format empty to tell by each record
 * @param maxLineBytes a longer record is unusable
 * @param toolsField dotted path of the attribute that names a record's tool definitions
 * @param toolsFolder where they lie
 */
public record RecordSettings(
    Optional<RecordFormat> format,
    int maxLineBytes,
    Fields fields,
    Optional<String> toolsField,
    Path toolsFolder) {
  private static final int MOST_BYTES = 1 << 30;

  /** What the keys that the blocks of all sources have in common say. */
  public static RecordSettings read(Block block) {
    Format format = block.choice("format", Format.class);
    long maxLineBytes = block.bytes("max-line-bytes");
    if (maxLineBytes > MOST_BYTES) {
      block.problem("max-line-bytes", "must be at most 1 GiB, was " + maxLineBytes + " bytes");
    }
    Fields fields = fields(block.block("fields"));
    Block tools = block.block("tools");
    RecordSettings settings =
        new RecordSettings(
            format.only(),
            (int) Math.min(maxLineBytes, MOST_BYTES),
            fields,
            tools.optionalString("field"),
            tools.file("folder"));
    tools.done();
    return settings;
  }

  /** What of it can change an observation. */
  public ObjectNode canonical(String type) {
    ObjectNode canonical =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type)
            .put("format", format.map(RecordFormat::text).orElse("auto"))
            .put("max-line-bytes", maxLineBytes);
    canonical.set("fields", fields.canonical());
    toolsField.ifPresent(field -> canonical.put("tools-field", field));
    return canonical;
  }

  public ToolDefinitions tools() {
    return new ToolDefinitions(toolsField, toolsFolder);
  }

  private static Fields fields(Block block) {
    Fields fields =
        new Fields(
            block.strings("id"),
            block.strings("time"),
            block.strings("model"),
            block.strings("user"));
    block.done();
    return fields;
  }

  /** The values of {@code format}. */
  private enum Format {
    AUTO,
    OPENAI_CHAT,
    WILDCHAT,
    SHAREGPT,
    OTEL_GENAI;

    Optional<RecordFormat> only() {
      return this == AUTO ? Optional.empty() : Optional.of(RecordFormat.valueOf(name()));
    }
  }
}
