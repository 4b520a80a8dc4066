package dev.rehearsal.actors.limiter;

/**
 * What calls cost.
 *
 * @param calls attempts
 * @param tokens in and out together
 * @param usd US dollars; 0 where the price is unknown
 */
public record Cost(long calls, long tokens, double usd) {
  public static final Cost NOTHING = new Cost(0, 0, 0);

  public Cost plus(Cost other) {
    return new Cost(calls + other.calls, tokens + other.tokens, usd + other.usd);
  }

  public Cost minus(Cost other) {
    return new Cost(calls - other.calls, tokens - other.tokens, usd - other.usd);
  }
}
