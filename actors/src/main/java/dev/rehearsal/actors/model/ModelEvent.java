package dev.rehearsal.actors.model;

import dev.rehearsal.model.Outcome;
import java.time.Duration;
import java.util.Optional;

/** Something about a model that a person who looks at a run should be able to see. */
public sealed interface ModelEvent {

  /** The model's name in the plan; empty where it is of a credential. */
  String model();

  /**
   * The provider said 429 and in-flight calls were cut back; the 429s that follow at once belong to
   * the same episode.
   *
   * @param inFlight the limit from now on
   * @param retryAfter what the provider asked to wait
   */
  record RateLimitEpisode(String model, int inFlight, Optional<Duration> retryAfter)
      implements ModelEvent {}

  /**
   * Nothing is sent but a probe now and then.
   *
   * @param reason of the last failure
   */
  record BreakerOpened(String model, String reason) implements ModelEvent {}

  /**
   * The endpoint answers again.
   *
   * @param openFor how long it did not
   */
  record BreakerClosed(String model, Duration openFor) implements ModelEvent {}

  /**
   * The model is given up: every call fails from now on.
   *
   * @param reason the same as its answers give
   */
  record GivenUp(String model, String reason) implements ModelEvent {}

  /**
   * The limit was changed, or what nodes lend did.
   *
   * @param inFlight the limit from now on, of all machines together
   */
  record Retuned(String model, int inFlight) implements ModelEvent {}

  /**
   * Others need the provider's limit: nothing is sent with the credential, for now.
   *
   * @param model whose reply said so
   * @param level what is left
   * @param pause until it is tried again
   */
  record Yields(String model, String credential, Outcome.Level level, Duration pause)
      implements ModelEvent {}

  /**
   * It is sent again.
   *
   * @param model whose reply had said that it should not
   * @param yielded how long nothing was sent
   */
  record YieldsNoMore(String model, String credential, Duration yielded) implements ModelEvent {}

  /** The provider does not say what is left of its limit, so nobody can yield to others. */
  record CannotYield(String model, String credential) implements ModelEvent {}

  /**
   * What processes share of a credential cannot be asked for: nothing is sent with it.
   *
   * @param why for people
   */
  record SharedLimitAway(String credential, String why) implements ModelEvent {
    @Override
    public String model() {
      return "";
    }
  }

  /**
   * It can be asked for again.
   *
   * @param away how long it could not
   */
  record SharedLimitBack(String credential, Duration away) implements ModelEvent {
    @Override
    public String model() {
      return "";
    }
  }

  /**
   * A node makes calls too.
   *
   * @param node its name
   * @param hands most calls at once of all nodes together
   */
  record Lent(String model, String node, int hands) implements ModelEvent {}

  /**
   * A node's offer was not taken.
   *
   * @param node its name
   * @param why what is wrong with it
   */
  record NotLent(String model, String node, String why) implements ModelEvent {}

  /**
   * A node makes no more calls.
   *
   * @param node its name
   * @param how {@code leaves}, {@code is gone}
   * @param hands most calls at once of all nodes that are left
   */
  record HandsGone(String model, String node, String how, int hands) implements ModelEvent {}
}
