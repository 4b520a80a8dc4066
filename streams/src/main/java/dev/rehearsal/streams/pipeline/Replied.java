package dev.rehearsal.streams.pipeline;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * An admitted prefix with the final word of every lane that takes part.
 *
 * @param halt why a lane has no final word, if one has none: the prefix stays open
 * @param durable completes when every reply is committed: a recorded one cost nothing, and is
 *     graded meanwhile
 */
record Replied(
    Admitted admitted,
    List<LaneReply> replies,
    Optional<Halt> halt,
    CompletionStage<Void> durable) {}
