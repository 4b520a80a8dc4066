package dev.rehearsal.config;

import dev.rehearsal.drift.DriftWatch;

/**
 * Alarms for rates that move while the run goes on.
 *
 * @param method which detector
 * @param lane name of the lane that is watched, one of the plan's
 * @param direction which changes raise an alarm
 * @param runLength prefixes, above 1: while no rate changes, the first alarm of the run comes after
 *     so many or more on average
 */
public record Drift(
    DriftWatch.Method method, String lane, DriftWatch.Direction direction, double runLength) {}
