package dev.rehearsal.model;

import java.time.Duration;

/**
 * One attempt at an exchange.
 *
 * @param key the reply key; sent as {@code Idempotency-Key}
 * @param attempt counted from 1; starts at 1 again when a run is resumed
 * @param prompt what is asked
 * @param deadline for the whole exchange, body included, from dispatch
 */
public record Call(String key, int attempt, Prompt prompt, Duration deadline) {}
