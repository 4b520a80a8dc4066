package dev.rehearsal.sampling;

/**
 * What came of one epoch of a stream's sampling, once it is over.
 *
 * @param fraction that was taken, the same from its beginning to its end; within (0, 1]
 * @param offered messages that the fraction was taken of, at least 0
 * @param taken prefixes that were admitted, at least 0
 * @param spent in the budget's unit, at least 0
 */
public record Epoch(double fraction, double offered, double taken, double spent) {}
