package dev.rehearsal.streams.source;

import dev.rehearsal.config.Sample;
import dev.rehearsal.config.SampleStrata;
import dev.rehearsal.sampling.Uniform;
import dev.rehearsal.standing.Stratification;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Draws each stratum by its fraction, with a coin for each conversation that depends on nothing but
 * the seed and the id: raising a fraction only adds conversations, and the order of admission does
 * not depend on it.
 */
final class DrawnStrata {
  private static final String DOMAIN = "stratum";

  private final SampleStrata strata;
  private final long seed;
  private final List<String> names;

  private DrawnStrata(SampleStrata strata, long seed) {
    this.strata = strata;
    this.seed = seed;
    this.names = strata.names();
  }

  /** Those of the sample, if it has any. */
  static Optional<DrawnStrata> of(Sample sample) {
    return sample.strata().map(strata -> new DrawnStrata(strata, sample.seed()));
  }

  String field() {
    return strata.field();
  }

  /** Which of {@link SampleStrata#names} a value belongs to; empty if it has no fraction. */
  OptionalInt of(String value) {
    int index =
        names.indexOf(strata.fractions().containsKey(value) ? value : Stratification.OTHERWISE);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(index);
  }

  /** Whether the coin of the conversation takes it. */
  boolean takes(int stratum, String conversationId) {
    return Uniform.of(DOMAIN, seed, conversationId)
        < strata.fraction(names.get(stratum)).orElseThrow();
  }
}
