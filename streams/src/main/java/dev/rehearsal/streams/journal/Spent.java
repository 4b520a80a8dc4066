package dev.rehearsal.streams.journal;

/**
 * What the journalled replies of one lane took.
 *
 * @param replies rows, whatever their state
 * @param attempts calls made
 * @param inputTokens as the provider counted them
 * @param outputTokens as the provider counted them
 * @param usd US dollars, where the plan has a price
 */
public record Spent(long replies, long attempts, long inputTokens, long outputTokens, double usd) {
  /** Nothing. */
  public static final Spent NOTHING = new Spent(0, 0, 0, 0, 0);

  /** Both together. */
  public Spent plus(Spent other) {
    return new Spent(
        replies + other.replies,
        attempts + other.attempts,
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        usd + other.usd);
  }
}
