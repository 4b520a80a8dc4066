package dev.rehearsal.dependence;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import java.util.OptionalDouble;

/** How much of a population a stratum is. Immutable. */
public sealed interface Share {

  /** The best guess, within [0, 1]; empty while there is none. */
  OptionalDouble expected();

  /**
   * Bounds on it.
   *
   * @param alpha chance that they ever miss it, within (0, 1)
   */
  Interval within(double alpha);

  /** Whether it is known, so that its bounds take nothing of the error. */
  boolean exact();

  /**
   * Known.
   *
   * @param share within [0, 1]
   */
  record Known(double share) implements Share {
    public Known {
      if (!(0 <= share && share <= 1)) {
        throw new IllegalArgumentException("a share must be in [0, 1], was " + share);
      }
    }

    @Override
    public OptionalDouble expected() {
      return OptionalDouble.of(share);
    }

    @Override
    public Interval within(double alpha) {
      return new Interval(share, share);
    }

    @Override
    public boolean exact() {
      return true;
    }
  }

  /**
   * As a log shows it that is itself a sample, counted once: by Clopper and Pearson.
   *
   * @param members of the stratum in the log
   * @param all of the log, 1 or more
   */
  record InLog(long members, long all) implements Share {
    @Override
    public OptionalDouble expected() {
      return OptionalDouble.of((double) members / all);
    }

    @Override
    public Interval within(double alpha) {
      return FixedSampleIntervals.clopperPearson(members, all, alpha);
    }

    @Override
    public boolean exact() {
      return false;
    }
  }

  /**
   * The part of a stratum that belongs to a population, as far as was seen.
   *
   * @param stratum the whole stratum's share
   * @param sequence for the part
   * @param members of those that were looked at, hits are the ones that belong
   */
  record Part(Share stratum, RateSequence sequence, Counts members) implements Share {
    @Override
    public OptionalDouble expected() {
      OptionalDouble part = members.rate();
      return stratum.expected().isPresent() && part.isPresent()
          ? OptionalDouble.of(stratum.expected().getAsDouble() * part.getAsDouble())
          : OptionalDouble.empty();
    }

    /** Whatever the ungraded would have belonged to. */
    @Override
    public Interval within(double alpha) {
      double each = stratum.exact() ? alpha : alpha / 2;
      Interval whole = stratum.within(each);
      Interval part = sequence.worstCase(members, each);
      return new Interval(whole.low() * part.low(), whole.high() * part.high());
    }

    @Override
    public boolean exact() {
      return false;
    }
  }
}
