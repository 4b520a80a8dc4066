package dev.rehearsal.config;

import java.time.Duration;

/**
 * How several processes count together.
 *
 * @param totals the topic through which they add up
 * @param epoch how often they do
 */
public record Group(String totals, Duration epoch) {}
