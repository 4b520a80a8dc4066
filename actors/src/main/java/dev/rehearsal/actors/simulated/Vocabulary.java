package dev.rehearsal.actors.simulated;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The harmless words that replies are made of, between the phrases of their hits. */
final class Vocabulary {
  private static final int SENTENCE = 12;
  private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}]+");

  private static final List<String> WORDS =
      List.of(
          "amber",
          "basket",
          "bridge",
          "candle",
          "cedar",
          "cloud",
          "copper",
          "corner",
          "cotton",
          "creek",
          "dusk",
          "ember",
          "fabric",
          "feather",
          "fern",
          "field",
          "forest",
          "garden",
          "gentle",
          "glass",
          "golden",
          "granite",
          "harbour",
          "hazel",
          "hollow",
          "island",
          "ivory",
          "jacket",
          "kettle",
          "ladder",
          "lantern",
          "lemon",
          "linen",
          "maple",
          "marble",
          "meadow",
          "mellow",
          "mirror",
          "moss",
          "mountain",
          "oak",
          "olive",
          "orchard",
          "paper",
          "pebble",
          "pepper",
          "pine",
          "pocket",
          "quiet",
          "ribbon",
          "river",
          "saddle",
          "silver",
          "slate",
          "spruce",
          "stone",
          "summer",
          "thimble",
          "timber",
          "valley",
          "velvet",
          "walnut",
          "willow",
          "winter");

  private Vocabulary() {}

  /** Appends {@code count} words in sentences, all on one line. */
  static void write(StringBuilder text, int count, Draws draws) {
    for (int i = 1; i <= count; i++) {
      text.append(WORDS.get(draws.below(WORDS.size())));
      text.append(i == count ? "." : i % SENTENCE == 0 ? ". " : " ");
    }
  }

  /**
   * True when the phrase might turn up in a reply by chance: each of its words is part of one of
   * ours, in whatever case.
   */
  static boolean mayContain(String phrase) {
    return NOT_A_LETTER
        .splitAsStream(phrase.toLowerCase(Locale.ROOT))
        .allMatch(piece -> WORDS.stream().anyMatch(word -> word.contains(piece)));
  }
}
