package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import java.util.List;
import java.util.Optional;

/** Logs of JSON lines: plain, gzip or Zstandard files, or standard input. */
public final class JsonlType implements SourceType {
  private static final String DEFAULTS = "rehearsal.source.jsonl";

  /** Found by {@link java.util.ServiceLoader}. */
  public JsonlType() {}

  @Override
  public String type() {
    return "jsonl";
  }

  @Override
  public SourceSpec read(Block block) {
    JsonlSettings settings = settings(block);
    return new Spec(settings, canonical(settings));
  }

  /** How the block says to read the log. */
  static JsonlSettings settings(Block plain) {
    Block block = plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    block.string("type");
    List<String> paths = block.strings("paths");
    if (block.has("paths") && paths.isEmpty()) {
      block.problem("paths", "must name at least one file");
    }
    if (paths.size() > 1 && paths.contains(JsonlSettings.STANDARD_INPUT)) {
      block.problem("paths", "must hold nothing else beside \"-\", which is standard input");
    }
    Format format = block.choice("format", Format.class);
    long maxLineBytes = block.bytes("max-line-bytes");
    if (maxLineBytes > 1 << 30) {
      block.problem("max-line-bytes", "must be at most 1 GiB, was " + maxLineBytes + " bytes");
    }
    Fields fields = fields(block.block("fields"));
    Block tools = block.block("tools");
    JsonlSettings settings =
        new JsonlSettings(
            paths,
            block.resolve(""),
            block.origin("paths"),
            format.only(),
            (int) Math.min(maxLineBytes, 1 << 30),
            fields,
            tools.optionalString("field"),
            tools.file("folder"));
    tools.done();
    block.done();
    return settings;
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

  private JsonNode canonical(JsonlSettings settings) {
    ObjectNode canonical =
        JsonNodeFactory.instance
            .objectNode()
            .put("type", type())
            .put("format", settings.format().map(RecordFormat::text).orElse("auto"))
            .put("max-line-bytes", settings.maxLineBytes());
    canonical.set("fields", settings.fields().canonical());
    settings.toolsField().ifPresent(field -> canonical.put("tools-field", field));
    return canonical;
  }

  /** The values of {@code format}. */
  private enum Format {
    AUTO,
    OPENAI_CHAT,
    WILDCHAT,
    SHAREGPT;

    Optional<RecordFormat> only() {
      return this == AUTO ? Optional.empty() : Optional.of(RecordFormat.valueOf(name()));
    }
  }

  private record Spec(JsonlSettings settings, JsonNode canonical) implements SourceSpec {
    @Override
    public boolean arrives() {
      return settings.standardInput();
    }

    @Override
    public PreparedSource open(Preparation preparation) {
      return settings.standardInput()
          ? ArrivingLog.open(settings, preparation)
          : FiniteLog.read(settings, preparation);
    }
  }
}
