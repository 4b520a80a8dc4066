package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Standing;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stands after some more prefixes were counted.
 *
 * @param standing at the watermark
 * @param replies by lane
 * @param look true when the stop rules were evaluated at this watermark
 * @param halt why it can go no further, if it cannot
 */
public record Progress(
    Standing standing, Map<String, ReplyTotals> replies, boolean look, Optional<Halt> halt) {
  public Progress {
    replies = Map.copyOf(replies);
  }

  /** True when there is nothing more to do. */
  public boolean last() {
    return halt.isPresent() || standing.decided();
  }
}
