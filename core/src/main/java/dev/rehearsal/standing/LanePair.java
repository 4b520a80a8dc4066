package dev.rehearsal.standing;

/**
 * Two lanes that are compared on the same prefixes.
 *
 * @param a the reference lane
 * @param b the lane that is held against it
 * @param decides whether the category waits for this comparison to be settled
 */
public record LanePair(String a, String b, boolean decides) {}
