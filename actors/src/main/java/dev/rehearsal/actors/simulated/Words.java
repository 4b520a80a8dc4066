package dev.rehearsal.actors.simulated;

import dev.rehearsal.config.Block;

/**
 * How long replies are, in words: {@code min} plus an exponential time, cut at {@code max}. What is
 * cut lowers the mean a little.
 *
 * @param mean before the cut, within [min, max]
 * @param min at least 1
 * @param max at most 100,000
 */
public record Words(int mean, int min, int max) {
  private static final int MOST = 100_000;

  public Words {
    if (min < 1 || mean < min || max < mean || max > MOST) {
      throw new IllegalArgumentException(
          "words need 1 <= min <= mean <= max <= 100000, were " + min + ", " + mean + ", " + max);
    }
  }

  static Words read(Block block) {
    int mean = (int) block.integer("mean", 1, MOST);
    int min = (int) block.integer("min", 1, MOST);
    int max = (int) block.integer("max", 1, MOST);
    block.done();
    if (mean < min || max < mean) {
      block.problem("needs min <= mean <= max, was " + min + ", " + mean + ", " + max);
      return new Words(1, 1, 1);
    }
    return new Words(mean, min, max);
  }

  /** The length that a share {@code u} in [0, 1) of replies stays at or below. */
  int at(double u) {
    return (int) Math.min(max, Math.round(min - (mean - min) * Math.log1p(-u)));
  }
}
