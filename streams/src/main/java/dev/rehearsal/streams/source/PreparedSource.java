package dev.rehearsal.streams.source;

import akka.NotUsed;
import akka.stream.javadsl.Source;
import dev.rehearsal.streams.group.GroupMember;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** An opened source. Thread-safe, but for {@link #close}. */
public interface PreparedSource extends AutoCloseable {

  /** What became of the records so far; final for a finite log, growing for any other. */
  Funnel funnel();

  /** How many records were set aside so far, by reason. */
  Map<String, Long> quarantined();

  /** How many prefixes will come in all, skipped ones included; empty when nobody knows. */
  default OptionalLong size() {
    return OptionalLong.empty();
  }

  /**
   * How many conversations the log holds after filters, quarantine and the per-user cap, whether or
   * not the fraction takes them: the N of the estimand {@code log}. Empty when nobody knows.
   */
  default OptionalLong total() {
    return OptionalLong.empty();
  }

  /** How many of {@link #total} lie in the population with this index, see {@link Preparation}. */
  default OptionalLong populationSize(int population) {
    return OptionalLong.empty();
  }

  /** The strata that are drawn, in order; empty where none are. */
  default List<Stratum> strata() {
    return List.of();
  }

  /**
   * Hash of the content that was read, as 64 lower-case hex digits: another value on resume means
   * another log. Empty for a source that is admitted as it arrives.
   */
  default Optional<String> fingerprint() {
    return Optional.empty();
  }

  /**
   * The sampled prefixes in the order of admission: for a finite log a seeded random permutation,
   * the same each time; else as they arrive, and only once. Reads no further ahead than it is asked
   * to.
   *
   * @param skip how many prefixes to leave out at the start, at least 0: those that were admitted
   *     before a resume
   */
  Source<Sampled, NotUsed> prefixes(long skip);

  /**
   * Whether {@link #prefixes} goes on by itself after what the journal has; else a source of
   * unknown size is read from its start and held against it.
   */
  default boolean goesOn() {
    return false;
  }

  /**
   * How far it was read when everything up to {@code watermark} had been admitted; empty when the
   * source needs no such mark, or there is no newer one than was acknowledged.
   *
   * @param watermark all prefixes up to this admission number are counted
   */
  default Optional<ReadMark> readUpTo(long watermark) {
    return Optional.empty();
  }

  /** How many records wait to be read; empty when nobody knows. */
  default OptionalLong lag() {
    return OptionalLong.empty();
  }

  /** How many records were deleted before they were read; empty where that cannot be. */
  default OptionalLong lost() {
    return OptionalLong.empty();
  }

  /** This process among those that count together, if the plan says that they do. */
  default Optional<GroupMember> group() {
    return Optional.empty();
  }

  /** Closes and removes what was kept on disk. Prefixes cannot be read after it. */
  @Override
  void close();
}
