package dev.rehearsal.streams.journal;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * What stands for texts that were purged together. It names nobody.
 *
 * @param at when
 * @param selector which texts, in words
 * @param through every admission up to this one was purged by then; 0 where that was not looked at
 * @param prefixes whose text was there before
 * @param replies whose text was there before
 * @param verdicts whose quotes were there before
 * @param bytes that those took, as they were packed
 */
public record PurgeRow(
    Instant at,
    String selector,
    long through,
    long prefixes,
    long replies,
    long verdicts,
    long bytes) {

  /** Nothing was purged yet. */
  static PurgeRow nothing(Instant at, String selector) {
    return new PurgeRow(at, selector, 0, 0, 0, 0, 0);
  }

  /** True when there was no text any more. */
  public boolean isEmpty() {
    return prefixes == 0 && replies == 0 && verdicts == 0;
  }

  /** More of it; each text by its length in bytes. */
  PurgeRow plus(List<Long> morePrefixes, List<Long> moreReplies, List<Long> moreVerdicts) {
    return new PurgeRow(
        at,
        selector,
        through,
        prefixes + morePrefixes.size(),
        replies + moreReplies.size(),
        verdicts + moreVerdicts.size(),
        bytes
            + Stream.of(morePrefixes, moreReplies, moreVerdicts)
                .flatMap(List::stream)
                .mapToLong(Long::longValue)
                .sum());
  }

  PurgeRow through(long admission) {
    return new PurgeRow(at, selector, admission, prefixes, replies, verdicts, bytes);
  }
}
