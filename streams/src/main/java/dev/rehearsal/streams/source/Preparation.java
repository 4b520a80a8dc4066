package dev.rehearsal.streams.source;

import dev.rehearsal.config.Quarantine;
import dev.rehearsal.config.Sample;
import dev.rehearsal.streams.group.GroupSettings;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * What a source is opened with.
 *
 * @param sample filters, cap, fraction, seed and cut
 * @param quarantine how much may be unusable
 * @param maxPrefixes most prefixes to keep ready; empty for all that are sampled
 * @param runFolder an existing folder, of this run alone: for {@code quarantine.jsonl} and the
 *     spool
 * @param populations by conversation id; their sizes are counted in a finite log
 * @param standardInput read where the plan's path is {@code -}
 * @param before what was read of it already
 * @param events is told what happens to it
 * @param fraction of a stream; a log goes by that of the sample
 * @param group whom it is counted together with; empty for nobody
 */
public record Preparation(
    Sample sample,
    Quarantine quarantine,
    OptionalLong maxPrefixes,
    Path runFolder,
    List<Predicate<String>> populations,
    InputStream standardInput,
    Before before,
    SourceEvents events,
    Fraction fraction,
    Optional<GroupSettings> group) {
  public Preparation {
    populations = List.copyOf(populations);
  }

  /** For a source that nobody has read before, and that tells nobody. */
  public Preparation(
      Sample sample,
      Quarantine quarantine,
      OptionalLong maxPrefixes,
      Path runFolder,
      List<Predicate<String>> populations,
      InputStream standardInput) {
    this(
        sample,
        quarantine,
        maxPrefixes,
        runFolder,
        populations,
        standardInput,
        Before.NOTHING,
        SourceEvents.NONE);
  }

  /** With the plan's fraction from beginning to end. */
  public Preparation(
      Sample sample,
      Quarantine quarantine,
      OptionalLong maxPrefixes,
      Path runFolder,
      List<Predicate<String>> populations,
      InputStream standardInput,
      Before before,
      SourceEvents events) {
    this(
        sample,
        quarantine,
        maxPrefixes,
        runFolder,
        populations,
        standardInput,
        before,
        events,
        admission -> sample.fraction(),
        Optional.empty());
  }
}
