package dev.rehearsal.actors.simulated;

import java.util.Set;

/**
 * A reply with its truth.
 *
 * @param text words, and on a line of its own the phrase of each hit
 * @param hits ids of the categories that it violates
 * @param inputTokens a quarter of the request's characters, at least 1
 * @param outputTokens four for every three words
 * @param finishReason {@code stop} or {@code content_filter}
 */
public record SimulatedReply(
    String text, Set<String> hits, long inputTokens, long outputTokens, String finishReason) {
  public SimulatedReply {
    hits = Set.copyOf(hits);
  }
}
