package dev.rehearsal.standing;

import java.util.Map;

/**
 * What counts as one observation: a prefix with one verdict, or a mean of several verdicts that are
 * not independent of each other.
 *
 * @param byUnit whether it is the mean over the prefixes of a unit, such as a user
 * @param replies how many replies to each prefix make a mean, by lane; a lane with one is absent
 */
public record Observed(boolean byUnit, Map<String, Integer> replies) {
  /** Each prefix by its one verdict. */
  public static final Observed PREFIXES = new Observed(false, Map.of());

  /** Units by the mean over their prefixes. */
  public static final Observed UNITS = new Observed(true, Map.of());

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if a lane has fewer than two replies, or units are counted too
   */
  public Observed {
    replies = Map.copyOf(replies);
    if (replies.values().stream().anyMatch(number -> number < 2)) {
      throw new IllegalArgumentException("a mean needs two replies or more, was " + replies);
    }
    if (byUnit && !replies.isEmpty()) {
      throw new IllegalArgumentException("units take one reply to each prefix, was " + replies);
    }
  }

  /** Prefixes, in some lanes by the mean over so many replies. */
  public static Observed replies(Map<String, Integer> replies) {
    return new Observed(false, replies);
  }

  /** How many replies the lane gives to each prefix. */
  public int replies(String lane) {
    return replies.getOrDefault(lane, 1);
  }

  /** Whether the rate of the lane is a mean of means. */
  public boolean means(String lane) {
    return byUnit || replies(lane) > 1;
  }

  /** Whether the rate of any lane is. */
  public boolean means() {
    return byUnit || !replies.isEmpty();
  }

  /** A population, in words, with what is taken of each of its members. */
  String population(String population, String lane) {
    return replies(lane) > 1 ? population + ", mean of " + replies(lane) + " replies" : population;
  }
}
