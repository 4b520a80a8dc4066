package dev.rehearsal.testing;

import java.util.Random;
import java.util.function.Consumer;

/**
 * Runs a property on many random cases: the same ones every time, so that a change that did not
 * cause a failure is not stopped by it. {@code -Dseed=N} looks at others; so do it when you change
 * what a property holds of.
 */
public final class ForAll {
  private ForAll() {}

  /**
   * Calls {@code property} {@code trials} times, each with a random source of its own.
   *
   * @throws AssertionError if the property throws, naming the seed that replays it
   */
  public static void forAll(int trials, Consumer<Random> property) {
    long seed = Long.getLong("seed", 20_261_127);
    Random seeds = new Random(seed);
    for (int trial = 1; trial <= trials; trial++) {
      try {
        property.accept(new Random(seeds.nextLong()));
      } catch (RuntimeException | AssertionError failure) {
        throw new AssertionError(
            "trial %d of %d: %s%nreplay with -Dseed=%d"
                .formatted(trial, trials, failure.getMessage(), seed),
            failure);
      }
    }
  }
}
