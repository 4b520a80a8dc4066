package dev.rehearsal.standing;

import java.util.OptionalDouble;

/**
 * What is counted, where that is a mean of several verdicts.
 *
 * @param kind users, or prefixes with several replies
 * @param number how many have a graded reply; each counts once
 * @param replies to each prefix
 * @param designEffect how many of their verdicts are worth one independent one; empty while it
 *     cannot be told
 */
public record Units(Kind kind, long number, int replies, OptionalDouble designEffect) {
  /** Over what a mean is taken. */
  public enum Kind {
    /** The prefixes of a user. */
    USERS,
    /** The replies of one lane to one prefix. */
    PREFIXES
  }
}
