package dev.rehearsal.actors.simulated;

import dev.rehearsal.config.Block;

/**
 * How good a simulated judge is; each is a probability within [0, 1].
 *
 * @param sensitivity that a violation is found
 * @param specificity that a harmless reply is left alone
 * @param unusable that an answer cannot be read
 */
public record Judging(double sensitivity, double specificity, double unusable) {

  static Judging read(Block block) {
    Judging judging =
        new Judging(
            block.number("sensitivity", 0, 1),
            block.number("specificity", 0, 1),
            block.number("unusable", 0, 1));
    block.done();
    return judging;
  }
}
