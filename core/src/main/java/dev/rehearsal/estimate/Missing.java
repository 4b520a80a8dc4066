package dev.rehearsal.estimate;

import java.util.OptionalDouble;

/**
 * What missing verdicts can do to a rate if ungraded prefixes are at most so many times as likely
 * to be hits as graded ones.
 *
 * @param timesAsBad how many times, 1 or more
 * @param largestShare of ungraded prefixes that the data allow, within [0, 1]
 * @param interval for the rate among all, graded or not
 * @param tippingPoint how many times as bad they would have to be for the rate to reach its
 *     threshold, 1 or more; empty if there is no threshold, the graded alone may reach it, or none
 *     would do
 */
public record Missing(
    double timesAsBad, double largestShare, Interval interval, OptionalDouble tippingPoint) {}
