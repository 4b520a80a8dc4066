package dev.rehearsal.config;

/**
 * Two lanes of one category, compared in pairs of the same prefix.
 *
 * @param a the lane that is compared with: the ratio is b's rate over a's
 * @param b the lane that is judged
 * @param decides whether the category's stop waits for it: true where b is the candidate; the gap
 *     between production and baseline is only shown
 */
public record Comparison(String category, String a, String b, boolean decides) {}
