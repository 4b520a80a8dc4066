package dev.rehearsal.config;

/**
 * How much of a source may be unusable.
 *
 * @param maxShare of the lines read, within [0, 1]; past it the run stops
 * @param after lines to read before the share is judged; at least 1. The end of the source judges
 *     it too
 */
public record Quarantine(double maxShare, long after) {}
