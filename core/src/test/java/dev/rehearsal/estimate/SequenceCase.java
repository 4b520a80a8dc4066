package dev.rehearsal.estimate;

import java.util.Random;

/** A method, an error level, and counts that fit it. */
record SequenceCase(
    BetaMixture prior, RateSequence sequence, long room, double alpha, Counts counts) {

  static SequenceCase any(Random random) {
    BetaMixture prior =
        random.nextBoolean()
            ? BetaMixture.logUniform()
            : BetaMixture.informed(Math.exp(-1e-3 - 14 * random.nextDouble()));
    double largest = random.nextBoolean() ? 1e7 : 40;
    long trials = 1 + (long) Math.exp(random.nextDouble() * Math.log(largest));
    long hits = Math.min(trials, (long) Math.exp(random.nextDouble() * Math.log(trials + 1.0)));
    if (random.nextInt(5) == 0) {
      hits = trials - hits;
    }
    double alpha = Math.exp(-0.7 - 7 * random.nextDouble());
    if (random.nextBoolean()) {
      return new SequenceCase(
          prior, traffic(prior, random), Long.MAX_VALUE, alpha, Counts.of(hits, trials));
    }
    long population =
        random.nextInt(4) == 0
            ? trials + random.nextInt(3)
            : trials + (long) (trials * 3 * random.nextDouble());
    return new SequenceCase(
        prior,
        WithoutReplacement.of(prior, population),
        population,
        alpha,
        Counts.of(hits, trials));
  }

  private static RateSequence traffic(BetaMixture prior, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> HybridSequence.of(Math.exp(3 * random.nextDouble()));
      case 1 -> OneSidedSequence.upper(prior);
      case 2 -> OneSidedSequence.lower(prior);
      case 3 -> GammaPoissonSequence.create();
      default -> ConfidenceSequence.of(prior);
    };
  }

  SequenceCase withUngraded(Random random) {
    long most = Math.min(room - counts.trials(), 2 * counts.trials());
    long ungraded = (long) (random.nextDouble() * random.nextDouble() * (most + 1));
    return new SequenceCase(
        prior, sequence, room, alpha, new Counts(counts.hits(), counts.trials(), ungraded, 0));
  }

  Interval interval(Counts other) {
    return sequence.interval(other, alpha);
  }

  @Override
  public String toString() {
    return sequence.method()
        + " on "
        + prior.name()
        + " in "
        + room
        + ", alpha "
        + alpha
        + ", "
        + counts;
  }
}
