package dev.rehearsal.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;

/**
 * Names a reply before it is paid for. Equal contents of two conversations never share a key: short
 * prompts repeat, and sharing would fake independence.
 */
public final class ReplyKey {
  private ReplyKey() {}

  /**
   * The key of a reply to be generated.
   *
   * @param model the model's name in the plan
   * @param request see {@link ModelClient#canonicalRequest}
   * @param sample counted from 1
   */
  public static String generated(String prefixId, String model, JsonNode request, int sample) {
    return Canonical.sha256(prefixId, model, Canonical.json(request), Integer.toString(sample));
  }

  /** The key of a reply that was recorded. */
  public static String recorded(Prefix prefix, Reply reply) {
    return Canonical.sha256(
        prefix.id(), Canonical.json(JsonNodeFactory.instance.arrayNode().addAll(reply.messages())));
  }
}
