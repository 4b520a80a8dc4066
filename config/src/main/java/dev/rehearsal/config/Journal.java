package dev.rehearsal.config;

import java.time.Duration;

/**
 * How the journal is written.
 *
 * @param batch most records in one commit; at least 1
 * @param linger longest that a record waits for others to share its commit
 */
public record Journal(int batch, Duration linger) {}
