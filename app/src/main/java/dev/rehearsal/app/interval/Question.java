package dev.rehearsal.app.interval;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.estimate.AsymptoticSequence;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.EvidenceSequence;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.FixedSampleMethod;
import dev.rehearsal.estimate.GammaPoissonSequence;
import dev.rehearsal.estimate.HybridSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.Limits;
import dev.rehearsal.estimate.OneSidedSequence;
import dev.rehearsal.estimate.PlannedLooks;
import dev.rehearsal.estimate.RateMethod;
import dev.rehearsal.estimate.WithoutReplacement;

/** What rate could have given these data, by one method? */
record Question(Method method, Data data) {
  private static final AsymptoticSequence ASYMPTOTIC =
      AsymptoticSequence.tunedFor(AsymptoticSequence.USUAL_TRIALS);

  /**
   * Checks that the data fit the method.
   *
   * @throws RehearsalException with exit code 2 that says what to add or to leave out
   */
  Question {
    for (Part part : method.needed()) {
      require(
          data.has(part),
          "%s is missing: the method %s needs %s; add %s, or \"%s\" to a line of a batch"
              .formatted(
                  part.option(), method.text(), part.meaning(), part.option(), part.field()));
    }
    for (Part part : data.parts().keySet()) {
      require(
          method.takes(part) || part == Part.TRIALS,
          part.option() + " is of no use to the method " + method.text() + ": leave it out");
    }
    require(
        data.hits() == Math.rint(data.hits()) || takesScores(method, data),
        "hits must be a whole number here, was " + data.hits());
    require(
        method != Method.ASYMPTOTIC
            || data.has(Part.DEVIATION)
            || data.hits() == Math.rint(data.hits()),
        "--sd is missing: a mean of scores needs their standard deviation; add --sd, or \"sd\"");
  }

  /** Whether a method has an answer to these data, for a table of all that have. */
  static boolean fits(Method method, Data data) {
    boolean whole = data.hits() == Math.rint(data.hits());
    double misses = data.find(Part.TRIALS).orElse(0) - data.hits();
    return data.suffices(method)
        && (whole || takesScores(method, data))
        && (method != Method.ASYMPTOTIC
            || data.has(Part.DEVIATION)
            || (whole && Math.min(data.hits(), misses) >= AsymptoticSequence.LEAST_OF_EACH));
  }

  private static boolean takesScores(Method method, Data data) {
    return switch (method) {
      case LU7, INFORMED -> !data.has(Part.POPULATION);
      case HYBRID, ONE_SIDED_UPPER, ONE_SIDED_LOWER, GAMMA_POISSON, ASYMPTOTIC -> true;
      default -> false;
    };
  }

  /** The rates that the data do not rule out; per unit of exposure where there is one. */
  Limits answer() {
    double alpha = 1 - data.confidence();
    try {
      return switch (method) {
        case LU7, INFORMED, WITHOUT_REPLACEMENT ->
            data.has(Part.POPULATION)
                ? of(WithoutReplacement.of(prior(), (long) data.get(Part.POPULATION)), alpha)
                : scores(ConfidenceSequence.of(prior()), alpha);
        case HYBRID -> scores(HybridSequence.create(), alpha);
        case ONE_SIDED_UPPER -> scores(OneSidedSequence.upper(prior()), alpha);
        case ONE_SIDED_LOWER -> scores(OneSidedSequence.lower(prior()), alpha);
        case GAMMA_POISSON ->
            GammaPoissonSequence.create()
                .limitsPerExposure(data.hits(), data.get(Part.EXPOSURE), alpha);
        case ASYMPTOTIC -> asymptotic(alpha);
        case LOOKS ->
            of(
                PlannedLooks.of((long) data.get(Part.FIRST_LOOK), (int) data.get(Part.LOOKS)),
                alpha);
        case CLOPPER_PEARSON -> of(FixedSampleMethod.CLOPPER_PEARSON, alpha);
        case CLOPPER_PEARSON_UPPER -> of(FixedSampleMethod.CLOPPER_PEARSON_UPPER, alpha);
        case WILSON -> of(FixedSampleMethod.WILSON, alpha);
        case JEFFREYS -> of(FixedSampleMethod.JEFFREYS, alpha);
        case GARWOOD ->
            FixedSampleIntervals.garwood((long) data.hits(), alpha).over(data.get(Part.EXPOSURE));
      };
    } catch (IllegalArgumentException unfit) {
      throw RehearsalException.badUsage(method.text() + ": " + unfit.getMessage());
    }
  }

  private BetaMixture prior() {
    return data.has(Part.EXPECTED_RATE)
        ? BetaMixture.informed(data.get(Part.EXPECTED_RATE))
        : BetaMixture.logUniform();
  }

  private Limits of(RateMethod chosen, double alpha) {
    return limits(
        chosen.interval(Counts.of((long) data.hits(), (long) data.get(Part.TRIALS)), alpha));
  }

  private Limits scores(EvidenceSequence sequence, double alpha) {
    return limits(sequence.interval(data.hits(), data.get(Part.TRIALS), alpha));
  }

  private Limits asymptotic(double alpha) {
    double trials = data.get(Part.TRIALS);
    if (!data.has(Part.DEVIATION) || trials == 0) {
      return of(ASYMPTOTIC, alpha);
    }
    double mean = data.hits() / trials;
    double half = ASYMPTOTIC.halfWidth(data.get(Part.DEVIATION), trials, alpha);
    return new Limits(Math.max(0, mean - half), Math.min(1, mean + half));
  }

  private static Limits limits(Interval interval) {
    return new Limits(interval.low(), interval.high());
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw RehearsalException.badUsage(message);
    }
  }
}
