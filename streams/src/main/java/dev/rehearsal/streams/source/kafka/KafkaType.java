package dev.rehearsal.streams.source.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.SourceSpec;
import dev.rehearsal.streams.source.SourceType;
import dev.rehearsal.streams.source.format.RecordFormat;
import dev.rehearsal.streams.source.format.RecordSettings;
import dev.rehearsal.streams.source.format.ValueDecoders;
import dev.rehearsal.streams.source.kafka.KafkaSettings.From;
import dev.rehearsal.streams.source.kafka.KafkaSettings.Start;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Topics of Kafka: a conversation a message. */
public final class KafkaType implements SourceType {
  private static final String DEFAULTS = "rehearsal.source.kafka";

  /** Found by {@link java.util.ServiceLoader}. */
  public KafkaType() {}

  @Override
  public String type() {
    return "kafka";
  }

  @Override
  public SourceSpec read(Block plain) {
    Block block = plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    block.string("type");
    List<String> topics = block.has("topics") ? block.strings("topics") : List.of();
    Optional<Pattern> pattern = pattern(block);
    if (topics.isEmpty() == pattern.isEmpty()) {
      block.problem("must name either topics or a pattern of topics");
    }
    ValueDecoders.Chosen decoder = ValueDecoders.read(block);
    Optional<AssembleSettings> assemble = AssembleSettings.read(block);
    RecordSettings records = RecordSettings.read(block);
    requireWhole(block, assemble, records);
    Until until = block.choice("until", Until.class);
    KafkaSettings settings =
        new KafkaSettings(
            Connection.read(block),
            pattern.orElseGet(() -> anyOf(topics)),
            pattern.map(Pattern::pattern).orElse(String.join(", ", topics)),
            block.string("group"),
            start(block),
            until == Until.NOW,
            block.optionalString("dead-letters"),
            decoder.spec(),
            assemble,
            records,
            (int) block.integer("remember-ids", 1, 100_000_000),
            block.origin("topics"));
    block.done();
    return new Spec(settings, canonical(settings, decoder));
  }

  private static void requireWhole(
      Block block, Optional<AssembleSettings> assemble, RecordSettings records) {
    if (assemble.map(AssembleSettings::mode).equals(Optional.of(AssembleSettings.Mode.APPEND))
        && records.format().equals(Optional.of(RecordFormat.OTEL_GENAI))) {
      block.problem(
          "assemble", "must have mode = last: a span of OpenTelemetry has the whole conversation");
    }
  }

  private static Pattern anyOf(List<String> topics) {
    return Pattern.compile(topics.stream().map(Pattern::quote).collect(Collectors.joining("|")));
  }

  private static Optional<Pattern> pattern(Block block) {
    try {
      return block.optionalString("pattern").map(Pattern::compile);
    } catch (PatternSyntaxException e) {
      block.problem("pattern", "is no regular expression: " + e.getDescription());
      return Optional.empty();
    }
  }

  private static Start start(Block block) {
    String text = block.string("start");
    if (text.equals("earliest") || text.isEmpty()) {
      return new Start(From.EARLIEST, Instant.EPOCH);
    }
    if (text.equals("latest")) {
      return new Start(From.LATEST, Instant.EPOCH);
    }
    try {
      return new Start(From.TIME, OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeException e) {
      block.problem(
          "start",
          "must be earliest, latest or a time such as 2026-11-28T06:00:00Z, was \"" + text + "\"");
      return new Start(From.EARLIEST, Instant.EPOCH);
    }
  }

  /** Neither the cluster nor the group: the same messages may come from a copy. */
  private JsonNode canonical(KafkaSettings settings, ValueDecoders.Chosen decoder) {
    ObjectNode canonical =
        settings
            .records()
            .canonical(type())
            .put("topics", settings.topics().pattern())
            .put("remember-ids", settings.remember());
    settings.assemble().ifPresent(each -> canonical.set("assemble", each.canonical()));
    decoder.canonical().ifPresent(json -> canonical.set("decoder", json));
    return canonical;
  }

  /** The values of {@code until}. */
  private enum Until {
    STOPPED,
    NOW
  }

  record Spec(KafkaSettings settings, JsonNode canonical) implements SourceSpec {
    @Override
    public boolean arrives() {
      return true;
    }

    @Override
    public boolean goesOn() {
      return true;
    }

    @Override
    public PreparedSource open(Preparation preparation) {
      return KafkaLog.open(settings, preparation);
    }
  }
}
