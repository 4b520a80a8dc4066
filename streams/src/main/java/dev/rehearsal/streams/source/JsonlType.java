package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.source.format.RecordSettings;
import java.util.List;

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
    return new Spec(settings, settings.records().canonical(type()));
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
    JsonlSettings settings =
        new JsonlSettings(
            paths, block.resolve(""), block.origin("paths"), RecordSettings.read(block));
    block.done();
    return settings;
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
          : FiniteLog.read(FileInput.of(settings), settings.records(), preparation);
    }
  }
}
