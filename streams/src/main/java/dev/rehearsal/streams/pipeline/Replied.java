package dev.rehearsal.streams.pipeline;

import java.util.List;
import java.util.Optional;

/**
 * An admitted prefix with the final word of every lane that takes part.
 *
 * @param halt why a lane has no final word, if one has none: the prefix stays open
 */
record Replied(Admitted admitted, List<LaneReply> replies, Optional<Halt> halt) {}
