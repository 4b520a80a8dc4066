package dev.rehearsal.actors.model;

/**
 * How many attempts may be under way: halved when the provider says 429, once per episode, and
 * grown back by one for each full round of replies (additive increase, multiplicative decrease).
 * Mutable; owned by one actor.
 */
final class InFlightLimit {
  private final long cooldownNanos;
  private int most;
  private int now;
  private int repliesSinceGrowth;
  private long shrunkAt;
  private boolean shrunk;

  InFlightLimit(int most, long cooldownNanos) {
    this.most = most;
    this.now = most;
    this.cooldownNanos = cooldownNanos;
  }

  int now() {
    return now;
  }

  /** The ceiling. */
  int most() {
    return most;
  }

  /** Sets the ceiling, and the limit to it. */
  void retune(int most) {
    this.most = most;
    this.now = most;
    this.repliesSinceGrowth = 0;
  }

  /**
   * A 429 came.
   *
   * @param dispatchedAt when its attempt was sent: one that was under way before the last shrink
   *     says nothing new
   * @return true when this began an episode
   */
  boolean rateLimited(long dispatchedAt, long at) {
    if (shrunk && (dispatchedAt < shrunkAt || at - shrunkAt < cooldownNanos)) {
      return false;
    }
    shrunk = true;
    shrunkAt = at;
    repliesSinceGrowth = 0;
    now = Math.max(1, now / 2);
    return true;
  }

  void answered(long at) {
    if (now < most && at - shrunkAt >= cooldownNanos && ++repliesSinceGrowth >= now) {
      repliesSinceGrowth = 0;
      now++;
    }
  }
}
