package dev.rehearsal.estimate;

import java.util.Locale;

/**
 * The {@link FixedSampleIntervals} as methods to choose from: each holds at one look whose number
 * of trials was fixed before the run.
 */
public enum FixedSampleMethod implements RateMethod {
  CLOPPER_PEARSON {
    @Override
    Interval of(long hits, long trials, double alpha) {
      return FixedSampleIntervals.clopperPearson(hits, trials, alpha);
    }
  },
  CLOPPER_PEARSON_UPPER {
    @Override
    Interval of(long hits, long trials, double alpha) {
      return new Interval(0, FixedSampleIntervals.clopperPearsonUpperOneSided(hits, trials, alpha));
    }
  },
  WILSON {
    @Override
    Interval of(long hits, long trials, double alpha) {
      return FixedSampleIntervals.wilson(hits, trials, alpha);
    }
  },
  JEFFREYS {
    @Override
    Interval of(long hits, long trials, double alpha) {
      return FixedSampleIntervals.jeffreys(hits, trials, alpha);
    }
  },
  GARWOOD {
    @Override
    Interval of(long hits, long trials, double alpha) {
      return trials == 0
          ? Interval.UNKNOWN
          : FixedSampleIntervals.garwood(hits, alpha).over(trials).asProbability();
    }
  };

  abstract Interval of(long hits, long trials, double alpha);

  /** As people write it: {@code clopper-pearson}. */
  @Override
  public String method() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public Interval interval(Counts counts, double alpha) {
    return of(counts.hits(), counts.trials(), alpha);
  }
}
