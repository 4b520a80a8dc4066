package dev.rehearsal.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The port to a model: one attempt at one exchange. It keeps no time but the call's own deadline,
 * never retries and never limits: the model actor does. Thread-safe.
 */
public interface ModelClient extends AutoCloseable {

  /**
   * The request as it would be sent, without secrets, URL, limits and price. Equal requests give
   * equal trees; it is hashed into the reply key and the digest, so whatever can change a reply
   * must be in it.
   */
  JsonNode canonicalRequest(Prompt prompt);

  /**
   * Tries once. Expected trouble (a 429, a time-out, a cut connection) is an {@link Outcome}; a
   * stage that fails is a bug. Completes no later than the call's deadline plus scheduling.
   */
  CompletionStage<Outcome> complete(Call call);

  /**
   * True when the reply that this model has for the prompt was recorded for other words: the
   * conversation is the same, its messages are not. Never true of a model that generates.
   */
  default boolean differs(Prompt prompt) {
    return false;
  }

  /**
   * Hash of all that this model can ever reply, when that is known before it is asked: another
   * value on resume means that its replies are others. Empty for a model that generates.
   */
  default Optional<String> recording() {
    return Optional.empty();
  }

  /** Releases connections and threads; calls in flight may fail. */
  @Override
  void close();
}
