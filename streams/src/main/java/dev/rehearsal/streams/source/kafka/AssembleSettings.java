package dev.rehearsal.streams.source.kafka;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * How events become conversations.
 *
 * @param gap a conversation is finished when its partition has gone on for so long without it
 * @param longest a conversation is finished so long after its first event, even if it goes on
 * @param mostOpen conversations of a partition that are open at once, at least 1
 */
record AssembleSettings(Duration gap, Duration longest, int mostOpen, Mode mode) {
  private static final String DEFAULTS = "rehearsal.assemble";

  /** What an event holds. */
  enum Mode {
    /** What is new: events follow each other. */
    APPEND,
    /** The whole conversation so far: the last one has it all. */
    LAST
  }

  /** What a source's {@code assemble} block says; empty without one. */
  static Optional<AssembleSettings> read(Block source) {
    return source
        .optionalBlock("assemble")
        .map(
            plain -> {
              Block block =
                  plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
              AssembleSettings settings =
                  new AssembleSettings(
                      block.duration("gap"),
                      block.duration("longest"),
                      (int) block.integer("most-open", 1, 100_000),
                      block.choice("mode", Mode.class));
              if (settings.gap().isZero()) {
                block.problem("gap", "must be longer than nothing, such as 30m");
              }
              if (settings.longest().compareTo(settings.gap()) < 0) {
                block.problem("longest", "must be at least the gap");
              }
              block.done();
              return settings;
            });
  }

  /** For the digest. */
  ObjectNode canonical() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("gap-ms", gap.toMillis())
        .put("longest-ms", longest.toMillis())
        .put("most-open", mostOpen)
        .put("mode", mode.name().toLowerCase(Locale.ROOT));
  }
}
