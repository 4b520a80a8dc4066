package dev.rehearsal.standing;

import dev.rehearsal.dependence.ClusterTally;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.ScoreTally;
import dev.rehearsal.estimate.ScoredRate;
import dev.rehearsal.verdict.Verdict;

/**
 * Running scores of one lane, one score for each unit. A unit counts when it is complete; memory is
 * constant.
 */
final class UnitTally {
  private final ScoreTally graded = new ScoreTally();
  private final ScoreTally clean = new ScoreTally();
  private final ScoreTally hits = new ScoreTally();
  private final ScoreTally ungraded = new ScoreTally();
  private final ClusterTally clusters = new ClusterTally();
  private Counts complete = Counts.NONE;
  private LaneTally open = new LaneTally();

  /** Counts a prefix of the unit that is under way. */
  void add(Verdict verdict) {
    open.add(verdict);
  }

  /** Counts the unit that was under way as complete; one outside the population is none. */
  void close() {
    Counts unit = open.counts();
    open = new LaneTally();
    complete = complete.plus(unit);
    double members = unit.trials() + (double) unit.ungraded();
    if (members == 0) {
      return;
    }
    unit.rate().ifPresent(graded::add);
    clean.add(unit.hits() / members);
    hits.add((unit.hits() + unit.ungraded()) / members);
    ungraded.add(unit.ungraded() / members);
    clusters.add(unit.hits(), unit.trials());
  }

  /** Prefixes of complete units. */
  Counts counts() {
    return complete;
  }

  /** How many units have a graded prefix, and how alike their prefixes are. */
  Units units() {
    return new Units(clusters.clusters(), clusters.designEffect());
  }

  RateEvidence evidence(double timesAsBad) {
    return new ScoredRate(
        graded.scores(),
        clean.scores(),
        hits.scores(),
        ungraded.scores(),
        complete.ungraded() > 0,
        timesAsBad);
  }
}
