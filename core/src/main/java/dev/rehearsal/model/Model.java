package dev.rehearsal.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.concurrent.CompletionStage;

/**
 * A model with all its patience: limits, retries, budget and deadline stand behind it. Every ask
 * gets exactly one answer; a stage that fails is a bug. Thread-safe.
 */
public interface Model {

  /** Its name in the plan. */
  String name();

  /**
   * The request that {@code prompt} becomes, as {@link ModelClient#canonicalRequest} has it: what
   * keys and fingerprints are made from.
   */
  JsonNode canonicalRequest(Prompt prompt);

  /**
   * Asks until there is a final answer.
   *
   * @param key travels as {@code Idempotency-Key}
   */
  CompletionStage<Answer> ask(String key, Prompt prompt);
}
