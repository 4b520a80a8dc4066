package dev.rehearsal.config;

import dev.rehearsal.window.WindowShape;
import java.time.Duration;
import java.util.Optional;

/**
 * The windows of time in which rates are kept too.
 *
 * @param shape of those that the plan asks for; empty for none
 * @param lateness how much older than the newest a prefix may come and still count in its windows
 */
public record Windows(Optional<WindowShape> shape, Duration lateness) {}
