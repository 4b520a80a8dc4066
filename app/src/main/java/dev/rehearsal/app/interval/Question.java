package dev.rehearsal.app.interval;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.FixedSampleIntervals;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.WithoutReplacement;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What rate could have given these counts?
 *
 * @param hits within [0, trials]; a sum of scores for a confidence sequence, a whole number for the
 *     other methods
 * @param trials 0 or more, at most 1e12
 * @param confidence chance of holding the true rate, within (0, 1)
 * @param expectedRate probability within (0, 1), for {@code informed} alone
 * @param population size of the finite log that the trials were drawn from, without replacement;
 *     for a confidence sequence alone
 */
record Question(
    Method method,
    double hits,
    long trials,
    double confidence,
    OptionalDouble expectedRate,
    OptionalLong population) {
  private static final long MOST_TRIALS = 1_000_000_000_000L;

  /**
   * Checks that the parts fit together.
   *
   * @throws RehearsalException with exit code 2 that says which part does not, and its value
   */
  Question {
    require(0 <= trials && trials <= MOST_TRIALS, "trials must be in [0, 1e12], was " + trials);
    require(0 <= hits && hits <= trials, "hits must be in [0, " + trials + "], was " + hits(hits));
    require(
        0 < confidence && confidence < 1,
        "confidence must be in (0, 1), was " + confidence + "; for 95 % write 0.95");
    expectedRate.ifPresent(
        r -> require(0 < r && r < 1, "the expected rate must be in (0, 1), was " + r));
    require(
        expectedRate.isPresent() == (method == Method.INFORMED),
        "the method informed and an expected rate go together: give both or neither");
    require(
        population.isEmpty() || method.atEveryLook(),
        "a population is for lu7 and informed, not for " + method.text());
    require(
        population.isEmpty() || population.getAsLong() >= Math.max(1, trials),
        "the population must be at least 1 and hold the trials, was " + text(population));
    require(
        hits == Math.rint(hits) || (method.atEveryLook() && population.isEmpty()),
        "hits must be a whole number here, was " + hits);
  }

  /** The closed range of rates that the data do not rule out. */
  Interval answer() {
    double alpha = 1 - confidence;
    long whole = (long) hits;
    return switch (method) {
      case LU7 -> sequence(BetaMixture.logUniform(), alpha);
      case INFORMED -> sequence(BetaMixture.informed(expectedRate.orElseThrow()), alpha);
      case CLOPPER_PEARSON -> FixedSampleIntervals.clopperPearson(whole, trials, alpha);
      case WILSON -> FixedSampleIntervals.wilson(whole, trials, alpha);
      case JEFFREYS -> FixedSampleIntervals.jeffreys(whole, trials, alpha);
    };
  }

  private Interval sequence(BetaMixture prior, double alpha) {
    return population.isPresent()
        ? WithoutReplacement.of(prior, population.getAsLong()).interval((long) hits, trials, alpha)
        : ConfidenceSequence.of(prior).interval(hits, trials, alpha);
  }

  private static String hits(double hits) {
    return hits == Math.rint(hits) ? Long.toString((long) hits) : Double.toString(hits);
  }

  private static String text(OptionalLong population) {
    return population.isPresent() ? Long.toString(population.getAsLong()) : "";
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw RehearsalException.badUsage(message);
    }
  }
}
