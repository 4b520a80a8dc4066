package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.source.KafkaSettings.From;
import dev.rehearsal.streams.source.KafkaSettings.Start;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/** Topics of Kafka: a conversation a message. */
public final class KafkaType implements SourceType {
  private static final String DEFAULTS = "rehearsal.source.kafka";

  /** What the other keys of the block say, or what would break the order of things. */
  private static final Set<String> OURS =
      Set.of(
          "bootstrap.servers",
          "group.id",
          "enable.auto.commit",
          "auto.offset.reset",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

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
    List<String> servers = block.strings("servers");
    if (block.has("servers") && servers.isEmpty()) {
      block.problem("servers", "must name at least one host:port");
    }
    List<String> topics = block.has("topics") ? block.strings("topics") : List.of();
    Optional<Pattern> pattern = pattern(block);
    if (topics.isEmpty() == pattern.isEmpty()) {
      block.problem("must name either topics or a pattern of topics");
    }
    Until until = block.choice("until", Until.class);
    KafkaSettings settings =
        new KafkaSettings(
            new Connection(servers, properties(block)),
            pattern.orElseGet(() -> anyOf(topics)),
            pattern.map(Pattern::pattern).orElse(String.join(", ", topics)),
            block.string("group"),
            start(block),
            until == Until.NOW,
            block.optionalString("dead-letters"),
            RecordSettings.read(block),
            (int) block.integer("remember-ids", 1, 100_000_000),
            block.origin("topics"));
    block.done();
    return new Spec(settings, canonical(settings));
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

  /** Names with dots may stand in quotes or as blocks in blocks. */
  private static Map<String, Secret> properties(Block block) {
    Map<String, Secret> properties = new LinkedHashMap<>();
    block.optionalBlock("properties").ifPresent(inside -> collect("", inside, properties));
    for (String name : properties.keySet()) {
      if (OURS.contains(name)) {
        block.problem("properties", "may not hold " + name + ": this program sets it itself");
      }
    }
    return properties;
  }

  private static void collect(String prefix, Block block, Map<String, Secret> properties) {
    for (String key : block.keys()) {
      if (block.isBlock(key)) {
        collect(prefix + key + ".", block.block(key), properties);
      } else {
        block.secret(key).ifPresent(value -> properties.put(prefix + key, value));
      }
    }
  }

  /** Neither the cluster nor the group: the same messages may come from a copy. */
  private JsonNode canonical(KafkaSettings settings) {
    return settings
        .records()
        .canonical(type())
        .put("topics", settings.topics().pattern())
        .put("remember-ids", settings.remember());
  }

  /** The values of {@code until}. */
  private enum Until {
    STOPPED,
    NOW
  }

  private record Spec(KafkaSettings settings, JsonNode canonical) implements SourceSpec {
    @Override
    public boolean arrives() {
      return true;
    }

    @Override
    public PreparedSource open(Preparation preparation) {
      return KafkaLog.open(settings, preparation);
    }
  }
}
