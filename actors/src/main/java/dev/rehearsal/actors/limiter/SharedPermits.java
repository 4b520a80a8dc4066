package dev.rehearsal.actors.limiter;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/**
 * Permits of credentials that several processes share. Whoever asks gets all that it asks for or
 * nothing, so that no process splits what another has taken; what it does not use is spent.
 * Thread-safe; never blocks its caller.
 */
public interface SharedPermits {

  /**
   * Takes permits, if they are due and {@code largest} is as it is thought to be.
   *
   * @param credential the processes that name the same one share it
   * @param largest take of tokens that all of them pace by
   * @return fails while nobody can say what the others have taken: then nothing is permitted
   */
  CompletionStage<Answer> take(String credential, Take requests, Take tokens, Largest largest);

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
   * The largest take of tokens. One that some pace by and others exceed would break the limit, so
   * all pace by the same one. It holds for {@link #HOLDS} from when it was last named.
   *
   * @param known that it is thought to be, 0 for none; empty for whoever takes no tokens
   * @param next that it is from now on; empty to leave it
   */
  record Largest(OptionalLong known, OptionalLong next) {
    public static final Duration HOLDS = Duration.ofMinutes(10);

    /** Of whoever takes no tokens. */
    public static final Largest NONE = new Largest(OptionalLong.empty(), OptionalLong.empty());

    /** That it is thought to be, 0 for none. */
    public static Largest known(long known) {
      return new Largest(OptionalLong.of(known), OptionalLong.empty());
    }

    /** Names it, for another while. */
    public Largest next(long next) {
      return new Largest(known, OptionalLong.of(next));
    }

    /** That holds once a take with it was granted, 0 for none. */
    public long after() {
      return next.orElse(known.orElse(0));
    }
  }

  /**
   * What came of it.
   *
   * @param granted all of it
   * @param dueIn until it may be due, if it was not granted
   * @param largest that holds, 0 for none
   */
  record Answer(boolean granted, Duration dueIn, long largest) {}
}
