package dev.rehearsal.actors.model;

import dev.rehearsal.config.Block;

/**
 * What tokens cost.
 *
 * @param inputPerMillion US dollars for a million tokens of requests, at least 0
 * @param outputPerMillion US dollars for a million tokens of replies, at least 0
 */
public record Price(double inputPerMillion, double outputPerMillion) {
  /** Of replies that are free, or were paid for long ago. */
  static final Price NOTHING = new Price(0, 0);

  private static final double MILLION = 1e6;

  static Price read(Block block) {
    Price price =
        new Price(
            block.number("input-per-million", 0, Double.MAX_VALUE),
            block.number("output-per-million", 0, Double.MAX_VALUE));
    block.done();
    return price;
  }

  /** US dollars for so many tokens. */
  public double of(long inputTokens, long outputTokens) {
    return inputTokens * inputPerMillion / MILLION + outputTokens * outputPerMillion / MILLION;
  }
}
