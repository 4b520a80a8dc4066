package dev.rehearsal.actors.simulated;

import java.time.Duration;
import java.util.Optional;

/**
 * How one attempt goes.
 *
 * @param fault what goes wrong, if anything
 * @param latency from the arrival of the request to the start of the reply, at least 0
 */
public record Conduct(Optional<Fault> fault, Duration latency) {}
