package dev.rehearsal.drift;

/**
 * A rate that has moved, as far as an alarm can tell.
 *
 * @param at number of the prefix at which it was noticed
 * @param known rate that it moved away from
 * @param increase whether upwards
 * @param since number of the prefix from which on the trials speak for it: about when it moved
 * @param hits from there to {@code at}; those trials were picked because they speak for a change,
 *     so their share of hits is further from the known rate than the new rate, on average
 * @param trials from there to {@code at}
 */
public record Change(long at, double known, boolean increase, long since, long hits, long trials) {}
