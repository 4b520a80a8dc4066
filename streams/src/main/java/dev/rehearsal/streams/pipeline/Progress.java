package dev.rehearsal.streams.pipeline;

import dev.rehearsal.standing.Standing;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;

/**
 * Where a run stands after some more prefixes were counted.
 *
 * @param standing at the watermark
 * @param replies by lane
 * @param ungraded missing verdicts by their reason
 * @param look true when the stop rules were evaluated at this watermark
 * @param halt why it can go no further, if it cannot
 */
public record Progress(
    Standing standing,
    Map<String, ReplyTotals> replies,
    Map<Ungraded, Long> ungraded,
    boolean look,
    Optional<Halt> halt) {
  public Progress {
    replies = Map.copyOf(replies);
    ungraded = Map.copyOf(ungraded);
  }

  /** A kind of missing verdicts. */
  public record Ungraded(String category, String lane, String reason)
      implements Comparable<Ungraded> {
    private static final Comparator<Ungraded> ORDER =
        Comparator.comparing(Ungraded::category)
            .thenComparing(Ungraded::lane)
            .thenComparing(Ungraded::reason);

    @Override
    public int compareTo(Ungraded other) {
      return ORDER.compare(this, other);
    }
  }

  /** True when there is nothing more to do. */
  public boolean last() {
    return halt.isPresent() || standing.decided();
  }
}
