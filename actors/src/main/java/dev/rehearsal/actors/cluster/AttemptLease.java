package dev.rehearsal.actors.cluster;

import dev.rehearsal.model.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * An attempt that was given to a node, until it ends. No two machines' clocks are compared: the run
 * waits half a second for the node to be ready, and the node, by its own clock, half a second for
 * the word to go; so a permit is used within a second. One that comes back later is not used: the
 * attempt needs another. Mutable; owned by one actor.
 */
final class AttemptLease {
  /** How long either end waits for the other before an attempt begins. */
  static final Duration EACH_WAY = Duration.ofMillis(500);

  /** How often the run asks for an attempt that it took back: the word, or the answer, was lost. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(2);

  /** Where it stands. */
  enum State {
    /** The node has not said that it is ready. */
    OFFERED,
    /** The node may make the attempt, and nobody else does. */
    GIVEN,
    /** The attempt is made at home; the node has not answered yet, and its hand is not free. */
    TAKEN_BACK
  }

  /** How long a permit can be used. */
  static final Duration PERMIT_LASTS = EACH_WAY.multipliedBy(2);

  final long id;
  final BorrowerActor.Attempt attempt;
  final Lender lender;

  /** When it was opened, by the run's clock. */
  final long since;

  State state = State.OFFERED;
  private final ByteArrayOutputStream outcome = new ByteArrayOutputStream();
  private int pieces;

  AttemptLease(long id, BorrowerActor.Attempt attempt, Lender lender, long since) {
    this.id = id;
    this.since = since;
    this.attempt = attempt;
    this.lender = lender;
  }

  /**
   * Takes the next piece of the outcome; all of it when this was the last.
   *
   * @throws IOException when a piece before it is missing, or the whole is no outcome
   */
  Optional<Outcome> add(Wire.Part part) throws IOException {
    if (part.index() != pieces) {
      throw new IOException("piece " + part.index() + " of an outcome came, expected " + pieces);
    }
    pieces++;
    outcome.writeBytes(part.bytes());
    if (pieces < part.of()) {
      return Optional.empty();
    }
    try {
      return Optional.of(WireJson.outcome(WireJson.tree(outcome.toByteArray())));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }
}
