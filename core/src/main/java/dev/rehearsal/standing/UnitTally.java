package dev.rehearsal.standing;

import dev.rehearsal.dependence.ClusterTally;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.RateEvidence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.ScoreTally;
import dev.rehearsal.estimate.ScoredRate;
import dev.rehearsal.verdict.Verdict;
import java.util.Optional;

/**
 * Running scores of one lane and slice, one score for each unit: a user, or a prefix with several
 * replies. A unit counts when it is complete; memory is constant.
 */
final class UnitTally implements RateTally {
  private final Units.Kind kind;
  private final int replies;
  private final ScoreTally graded = new ScoreTally();
  private final ScoreTally clean = new ScoreTally();
  private final ScoreTally hits = new ScoreTally();
  private final ScoreTally ungraded = new ScoreTally();
  private final ClusterTally clusters = new ClusterTally();
  private Counts complete = Counts.NONE;
  private LaneTally open = new LaneTally();

  /**
   * @param replies to each prefix
   */
  UnitTally(Units.Kind kind, int replies) {
    this.kind = kind;
    this.replies = replies;
  }

  /** Counts a verdict of the unit that is under way. */
  @Override
  public void add(Verdict verdict) {
    open.add(verdict);
  }

  @Override
  public void add(Counts verdicts) {
    throw new IllegalStateException("the means of units do not follow from " + verdicts);
  }

  /** Counts the unit that was under way as complete; one outside the population is none. */
  @Override
  public void close() {
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

  /** Verdicts of complete units. */
  @Override
  public Counts counts() {
    return complete;
  }

  /** How many units have a graded verdict, and how alike a unit's verdicts are. */
  @Override
  public Optional<Units> units() {
    return Optional.of(new Units(kind, clusters.clusters(), replies, clusters.designEffect()));
  }

  /** By the linear bet, whatever the sequence. */
  @Override
  public RateEvidence evidence(RateSequence sequence, double timesAsBad) {
    return new ScoredRate(
        graded.scores(),
        clean.scores(),
        hits.scores(),
        ungraded.scores(),
        complete.ungraded() > 0,
        timesAsBad);
  }
}
