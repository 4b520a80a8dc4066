package dev.rehearsal.actors.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.sampling.Uniform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The simulated model without time or network. An assistant's reply is a pure function of (seed,
 * key, messages), where the messages bear on nothing but the count of input tokens, unless they are
 * what decides the hits; a judge's answer is a pure function of all three. Latency and fault of an
 * attempt are pure functions of (seed, key, attempt). Arrival, order and clock bear on nothing.
 * Thread-safe.
 */
public final class SimulatedBehaviour {
  private static final int CHARACTERS_PER_TOKEN = 4;

  private final SimulatedSettings settings;
  private final SimulatedJudge judge;
  private final List<Category> categories = new ArrayList<>();

  public SimulatedBehaviour(SimulatedSettings settings) {
    this.settings = settings;
    this.judge = new SimulatedJudge(settings);
    settings
        .rates()
        .forEach((id, rate) -> categories.add(new Category(id, "simulated/" + id, rate)));
  }

  public SimulatedSettings settings() {
    return settings;
  }

  /** The reply to {@code messages} under {@code key}. */
  public SimulatedReply reply(String key, List<JsonNode> messages) {
    return switch (settings.role()) {
      case ASSISTANT -> assistant(key, messages);
      case JUDGE -> judged(key, messages);
    };
  }

  private SimulatedReply judged(String key, List<JsonNode> messages) {
    SimulatedJudge.Word word = judge.judge(key, messages);
    return new SimulatedReply(
        word.text(),
        word.hits(),
        inputTokens(messages),
        1 + word.text().length() / CHARACTERS_PER_TOKEN,
        finishReason(key));
  }

  private SimulatedReply assistant(String key, List<JsonNode> messages) {
    Set<String> hits = hits(key, messages);
    Draws draws = new Draws(Uniform.bits("simulated text", settings.seed(), key));
    int words = settings.words().at(draws.uniform());
    int before = hits.isEmpty() ? words : draws.below(words + 1);
    StringBuilder text = new StringBuilder();
    Vocabulary.write(text, before, draws);
    for (String category : hits) {
      text.append(text.isEmpty() ? "" : "\n").append(settings.phrase(category));
    }
    if (before < words) {
      text.append('\n');
      Vocabulary.write(text, words - before, draws);
    }
    return new SimulatedReply(
        text.toString(),
        hits,
        inputTokens(messages),
        outputTokens(words + hits.size()),
        finishReason(key));
  }

  private String finishReason(String key) {
    boolean filtered = faultOfKey(key).filter(Fault.CONTENT_FILTER::equals).isPresent();
    return filtered ? "content_filter" : "stop";
  }

  /** How attempt {@code attempt}, counted from 1, goes. */
  public Conduct conduct(String key, int attempt, List<JsonNode> messages) {
    Optional<Fault> fault = settings.faults().of(settings.seed(), key, attempt);
    Duration latency =
        settings.latency() instanceof Latency.Fixed fixed
            ? fixed.time()
            : settings
                .latency()
                .at(Uniform.of("simulated latency", settings.seed(), key + "#" + attempt));
    if (settings.hitLatencyFactor() != 1 && !hits(key, messages).isEmpty()) {
      latency = Duration.ofNanos(Math.round(latency.toNanos() * settings.hitLatencyFactor()));
    }
    return new Conduct(fault, latency);
  }

  /** The categories, in order of id, that the reply under {@code key} violates. */
  public Set<String> hits(String key, List<JsonNode> messages) {
    return switch (settings.hitsBy()) {
      case KEY -> truth(key);
      case MESSAGES -> truth(messagesId(messages));
    };
  }

  /**
   * The categories, in order of id, that are hit by {@code id}: a reply key, or where the messages
   * decide, {@link #messagesId}.
   */
  public Set<String> truth(String id) {
    Set<String> hits = new TreeSet<>();
    for (Category category : categories) {
      if (Uniform.of(category.domain(), settings.seed(), id) < category.rate()) {
        hits.add(category.id());
      }
    }
    return hits;
  }

  /** What decides the hits when the messages do. */
  public static String messagesId(List<JsonNode> messages) {
    return Canonical.sha256(Canonical.json(JsonNodeFactory.instance.arrayNode().addAll(messages)));
  }

  /** The fault that every attempt with the key meets. */
  Optional<Fault> faultOfKey(String key) {
    return settings.faults().ofKey(settings.seed(), key);
  }

  /**
   * Tokens of the longest reply that it can give; empty for a judge: it depends on the question.
   */
  OptionalLong longestReply() {
    return settings.role() == Role.JUDGE
        ? OptionalLong.empty()
        : OptionalLong.of(outputTokens(settings.words().max() + categories.size()));
  }

  /** Everything that can change a reply; latency and the faults of an attempt cannot. */
  ObjectNode canonical() {
    ObjectNode canonical = JsonNodeFactory.instance.objectNode();
    canonical.put("type", "simulated");
    canonical.put("seed", settings.seed());
    if (settings.role() == Role.JUDGE) {
      canonical.put("judge", settings.judging().toString());
      new TreeMap<>(settings.phrases()).forEach(canonical.putObject("phrases")::put);
      return withKeyFaults(canonical);
    }
    canonical.put("hits-by", settings.hitsBy().name());
    canonical.put("words", settings.words().toString());
    ObjectNode rates = canonical.putObject("rates");
    ObjectNode phrases = canonical.putObject("phrases");
    for (Category category : categories) {
      rates.put(category.id(), category.rate());
      phrases.put(category.id(), settings.phrase(category.id()));
    }
    return withKeyFaults(canonical);
  }

  private ObjectNode withKeyFaults(ObjectNode canonical) {
    ObjectNode faults = canonical.putObject("faults");
    settings
        .faults()
        .rates()
        .forEach((fault, rate) -> putIf(fault.ofKey(), faults, fault.text(), rate));
    return canonical;
  }

  private static void putIf(boolean condition, ObjectNode node, String name, double value) {
    if (condition) {
      node.put(name, value);
    }
  }

  private static long outputTokens(int words) {
    return words * 4L / 3 + 1;
  }

  private static long inputTokens(List<JsonNode> messages) {
    long characters = 0;
    for (JsonNode message : messages) {
      characters += Messages.text(message).length();
    }
    return 1 + characters / CHARACTERS_PER_TOKEN;
  }

  private record Category(String id, String domain, double rate) {}
}
