package dev.rehearsal.actors.model;

import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Prefix;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a model may use of the run that opens it.
 *
 * @param scratch a folder for temporary files, private to the run
 * @param seed of the run
 * @param clock to read dates in headers with
 * @param cut the plan's cut: recorded conversations are cut as the run's own are; empty when a
 *     conversation has no reply to remove
 */
public record OpenContext(
    Path scratch, long seed, InstantSource clock, Function<Conversation, Optional<Prefix>> cut) {}
