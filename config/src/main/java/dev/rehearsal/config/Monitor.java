package dev.rehearsal.config;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Where a run shows its metrics and its health.
 *
 * @param host name or address to listen on
 * @param port to listen on; 0 for any free one, empty for no server
 * @param linger how long the last numbers stay there after the run's end; empty for not at all
 */
public record Monitor(String host, OptionalInt port, Optional<Duration> linger) {}
