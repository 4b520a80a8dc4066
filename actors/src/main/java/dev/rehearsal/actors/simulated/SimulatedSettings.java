package dev.rehearsal.actors.simulated;

import dev.rehearsal.config.Block;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a simulated model is like. Every key stands in {@code reference.conf} with its unit and why.
 *
 * @param seed of every draw
 * @param rates true rate of each category within [0, 1]
 * @param phrases what a hit of a category contains; a marker for a category that is missing
 * @param words length of replies
 * @param latency of replies without a hit
 * @param hitLatencyFactor how many times slower a reply with a hit is, above 0
 * @param faults what goes wrong, and how often
 * @param retryAfter what a 429 that says so asks to wait, in whole seconds
 * @param dripFor how long a slow drip lasts
 * @param hitsBy what decides the hits
 * @param role what it plays; rates, words and hits are an assistant's, judging is a judge's
 * @param judging how good a judge it is
 */
public record SimulatedSettings(
    long seed,
    SortedMap<String, Double> rates,
    Map<String, String> phrases,
    Words words,
    Latency latency,
    double hitLatencyFactor,
    FaultRates faults,
    Duration retryAfter,
    Duration dripFor,
    HitsBy hitsBy,
    Role role,
    Judging judging) {

  public SimulatedSettings {
    rates = Collections.unmodifiableSortedMap(new TreeMap<>(rates));
    phrases = Map.copyOf(phrases);
  }

  /** Reads the keys of a simulated model; the caller's own keys and {@code done} are its own. */
  public static SimulatedSettings read(Block block) {
    SortedMap<String, Double> rates = rates(block.block("rates"));
    Map<String, String> phrases = block.texts("phrases");
    SimulatedSettings settings =
        new SimulatedSettings(
            block.integer("seed", Long.MIN_VALUE, Long.MAX_VALUE),
            rates,
            phrases,
            Words.read(block.block("words")),
            latency(block),
            block.number("hit-latency-factor", 1e-3, 1e3),
            block.isBlock("faults")
                ? FaultRates.read(block.block("faults"))
                : FaultRates.evenly(block.number("faults", 0, 1)),
            block.duration("retry-after"),
            block.duration("drip-for"),
            block.choice("hits-by", HitsBy.class),
            block.choice("role", Role.class),
            Judging.read(block.block("judge")));
    settings.check(block);
    return settings;
  }

  /** What a reply that violates {@code category} contains. */
  public String phrase(String category) {
    return phrases.getOrDefault(category, "VIOLATES(" + category + ")");
  }

  private static SortedMap<String, Double> rates(Block block) {
    SortedMap<String, Double> rates = new TreeMap<>();
    block.keys().forEach(category -> rates.put(category, block.number(category, 0, 1)));
    return rates;
  }

  private static Latency latency(Block block) {
    String text = block.string("latency");
    return Latency.parse(text)
        .orElseGet(
            () -> {
              block.problem("latency", "must be " + Latency.FORMS + ", was \"" + text + "\"");
              return Latency.NONE;
            });
  }

  private void check(Block block) {
    if (role == Role.ASSISTANT) {
      checkPhrases(block);
    } else if (!rates.isEmpty()) {
      block.problem(
          "rates", "are an assistant's; how often a judge is wrong stands in its block judge");
    }
  }

  /** A phrase that turns up without its hit would make the truth untrue. */
  private void checkPhrases(Block block) {
    for (String category : phrases.keySet()) {
      if (!rates.containsKey(category)) {
        block.problem("phrases", "names " + category + ", which has no rate");
      }
    }
    for (String category : rates.keySet()) {
      String phrase = phrase(category);
      if (phrase.contains("\n") || Vocabulary.mayContain(phrase)) {
        block.problem(
            "phrases",
            "of "
                + category
                + " must be one line with a word that no harmless reply has, was \""
                + phrase
                + "\"");
      }
      for (String other : rates.keySet()) {
        if (!other.equals(category) && phrase(other).contains(phrase)) {
          block.problem(
              "phrases",
              "of " + category + " stands within that of " + other + ": \"" + phrase + "\"");
        }
      }
    }
  }
}
