package dev.rehearsal.actors.limiter;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Permits of credentials that several processes share. Whoever asks gets all that it asks for or
 * nothing, so that no process splits what another has taken; what it does not use is spent.
 * Thread-safe; never blocks its caller.
 */
public interface SharedPermits {

  /**
   * Takes permits, if they are due.
   *
   * @param credential the processes that name the same one share it
   * @return fails while nobody can say what the others have taken: then nothing is permitted
   */
  CompletionStage<Answer> take(String credential, Take requests, Take tokens);

  /**
   * What is taken of one limit.
   *
   * @param units at least 0
   * @param corrected units that earlier takes used beyond what they took; negative for fewer
   * @param pace of the limit
   */
  record Take(long units, long corrected, Pace pace) {
    /** Of what is not limited. */
    public static final Take NOTHING = new Take(0, 0, new Pace(0, 0));

    /** How far it moves the theoretical arrival on, in nanoseconds. */
    public double nanos() {
      return units * pace.nanosPerUnit();
    }
  }

  /**
   * What came of it.
   *
   * @param granted all of it
   * @param dueIn until it may be due, if it was not granted
   */
  record Answer(boolean granted, Duration dueIn) {}
}
