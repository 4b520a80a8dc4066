package dev.rehearsal.conversation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;

/**
 * What a model gives to a prefix: one message, a whole turn, or a trajectory with tool results.
 *
 * @param messages in order, raw; at least one
 * @param finishReason as the provider wrote it ({@code stop}, {@code length}, {@code
 *     content_filter}, …); empty for recorded replies that do not say
 * @param usage tokens as the provider counted them, if it did
 * @param servedModel the model that the provider says answered
 */
public record Reply(
    List<JsonNode> messages,
    Optional<String> finishReason,
    Optional<Usage> usage,
    Optional<String> servedModel) {

  public Reply {
    messages = List.copyOf(messages);
    if (messages.isEmpty()) {
      throw new IllegalArgumentException("a reply needs at least one message");
    }
  }

  /** True when the provider cut the reply by length. */
  public boolean truncated() {
    return truncatedBy(finishReason);
  }

  /** True when a reply that ended for this reason was cut by length. */
  public static boolean truncatedBy(Optional<String> finishReason) {
    return finishReason.filter(r -> r.equals("length") || r.equals("max_tokens")).isPresent();
  }

  /**
   * Tokens of one exchange.
   *
   * @param inputTokens of the request, at least 0
   * @param outputTokens of the reply, at least 0
   */
  public record Usage(long inputTokens, long outputTokens) {
    public Usage {
      if (inputTokens < 0 || outputTokens < 0) {
        throw new IllegalArgumentException(
            "tokens cannot be negative: " + inputTokens + " in, " + outputTokens + " out");
      }
    }
  }
}
