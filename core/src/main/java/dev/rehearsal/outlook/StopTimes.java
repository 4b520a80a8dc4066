package dev.rehearsal.outlook;

import dev.rehearsal.estimate.State;
import java.util.SplittableRandom;

/**
 * Simulates runs until a rule is met, to say how many trials that takes. Only hits are drawn: what
 * happens between two of them is known from the boundary. The same question gets the same answer.
 *
 * @param runs how many are simulated, 1 or more
 * @param lookEvery trials between two looks, 1 or more
 * @param horizon trials there will be at most
 * @param mostHits a run with so many further hits, or discordant pairs, is given up
 */
public record StopTimes(int runs, int lookEvery, long horizon, int mostHits) {
  private static final long SEED = 20_260_616;

  private static final int MOST_HITS = 4_000;

  public StopTimes {
    if (runs < 1 || lookEvery < 1) {
      throw new IllegalArgumentException(
          "runs and look-every must be at least 1, were " + runs + " and " + lookEvery);
    }
  }

  /** Follows every run far beyond what anybody has. */
  public StopTimes(int runs, int lookEvery, long horizon) {
    this(runs, lookEvery, horizon, MOST_HITS);
  }

  /**
   * Until a rule about a rate is met.
   *
   * @param rate assumed of the trials to come, within (0, 1)
   * @param hits seen already
   * @param trials seen already
   * @param finite whether the trials to come are drawn without replacement, up to the boundary's
   *     end: then the number of hits among them is fixed to within one
   */
  public StopTime rate(RateBoundary boundary, double rate, long hits, long trials, boolean finite) {
    boundary.startAt((int) hits);
    SplittableRandom random = new SplittableRandom(SEED);
    long[] stops = new long[runs];
    int high = 0;
    for (int run = 0; run < runs; run++) {
      Hits toCome =
          finite
              ? new Hits.FromLog(random, rate, trials, boundary.mostTrials())
              : new Hits.FromProcess(random, rate, trials);
      long stop = stop(boundary, hits, trials, toCome);
      stops[run] = Math.abs(stop);
      high += stop < 0 ? 1 : 0;
    }
    return StopTime.of(stops, horizon, high);
  }

  /** Trials at the stop; negative when few trials for the hits stopped it: the rate is high. */
  private long stop(RateBoundary boundary, long hits, long trials, Hits toCome) {
    long from = Math.max(1, trials);
    for (int k = (int) hits; k - hits <= mostHits; k++) {
      long next = toCome.next();
      // Looks with k hits are those from `from` to before `next`; the end of a log is one too.
      boolean ends = next > boundary.mostTrials();
      long last = ends ? boundary.mostTrials() : (next - 1) / lookEvery * lookEvery;
      long first = ends ? Math.min(look(from), last) : look(from);
      if (first <= last) {
        if (first <= boundary.early(k)) {
          return -first;
        }
        long late = boundary.late(k);
        if (late <= last) {
          return Math.min(last, Math.max(first, look(late)));
        }
      }
      if (ends) {
        return StopTime.NEVER;
      }
      from = next;
    }
    return StopTime.NEVER;
  }

  private long look(long trials) {
    return (trials + lookEvery - 1) / lookEvery * lookEvery;
  }

  /**
   * Until two lanes are known to differ or to be equivalent.
   *
   * @param reference rate of the lane that is compared with, within (0, 1)
   * @param compared rate of the other; hits in both are taken to be independent of each other
   */
  public StopTime pairs(PairBoundary boundary, double reference, double compared) {
    double onlyB = compared * (1 - reference);
    double discordant = onlyB + reference * (1 - compared);
    return pairs(boundary, onlyB / discordant, discordant, 0, 0, 0);
  }

  /**
   * The same from where a run stands.
   *
   * @param share of discordant pairs to come that are the compared lane's
   * @param discordant share of pairs to come that are discordant
   * @param onlyB discordant pairs of the compared lane seen already
   * @param seen discordant pairs seen already
   * @param pairs seen already
   */
  public StopTime pairs(
      PairBoundary boundary, double share, double discordant, long onlyB, long seen, long pairs) {
    SplittableRandom random = new SplittableRandom(SEED);
    long[] stops = new long[runs];
    int high = 0;
    for (int run = 0; run < runs; run++) {
      Hits toCome = new Hits.FromProcess(random, discordant, pairs);
      if (seen >= PairBoundary.MOST_PAIRS) {
        stops[run] = StopTime.NEVER;
        continue;
      }
      int b = (int) onlyB;
      int coins = (int) seen;
      long at = pairs;
      State state = coins > 0 ? boundary.state(b, coins) : State.UNDECIDED;
      long most = Math.min(PairBoundary.MOST_PAIRS, seen + 2L * mostHits);
      while (state == State.UNDECIDED && coins < most) {
        at = toCome.next();
        coins++;
        b += random.nextDouble() < share ? 1 : 0;
        state = boundary.state(b, coins);
      }
      stops[run] = state == State.UNDECIDED ? StopTime.NEVER : look(at);
      high += state == State.INCREASED ? 1 : 0;
    }
    return StopTime.of(stops, horizon, high);
  }
}
