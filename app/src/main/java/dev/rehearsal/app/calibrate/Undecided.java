package dev.rehearsal.app.calibrate;

import dev.rehearsal.calibrate.Accuracy;
import dev.rehearsal.calibrate.Requirements;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.calibrate.TwoPhase;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateMethod;
import dev.rehearsal.standing.GraderStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * What labels say whichever way the replies go that people could not decide. A grader is hardest to
 * judge where people are, so leaving those out would flatter it.
 *
 * @param flagged the flagged replies, the undecided ones among them unlabelled
 * @param others the unflagged ones, in strata
 * @param unsureFlags flagged replies that people could not decide
 * @param unsureOthers the same of each of the others
 * @param alike see {@link Accuracy#of}
 * @param share see {@link Accuracy#of}
 * @param alpha chance that an interval misses, for each
 */
record Undecided(
    Stratum flagged,
    List<Stratum> others,
    long unsureFlags,
    List<Long> unsureOthers,
    boolean alike,
    RateMethod share,
    double alpha) {

  /** A status that holds all four ways: else it is not known. */
  GraderStatus judge(Requirements requirements) {
    List<GraderStatus> found = new ArrayList<>();
    for (boolean flags : List.of(true, false)) {
      for (boolean rest : List.of(true, false)) {
        found.add(
            requirements.judge(Accuracy.of(flagged(flags), others(rest), alike, share, alpha)));
      }
    }
    return found.stream().distinct().count() == 1 ? found.get(0) : GraderStatus.INCONCLUSIVE;
  }

  /** Limits of the share of hits among all replies. */
  Interval hits() {
    return new Interval(
        TwoPhase.bounds(flagged(false), others(false), share, alpha).low(),
        TwoPhase.bounds(flagged(true), others(true), share, alpha).high());
  }

  private Stratum flagged(boolean hits) {
    return decided(flagged, unsureFlags, hits);
  }

  private List<Stratum> others(boolean hits) {
    List<Stratum> strata = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      strata.add(decided(others.get(i), unsureOthers.get(i), hits));
    }
    return strata;
  }

  private static Stratum decided(Stratum stratum, long unsure, boolean hits) {
    return new Stratum(
        stratum.graded(), stratum.labelled() + unsure, stratum.violating() + (hits ? unsure : 0));
  }
}
