package dev.rehearsal.graders.rule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.config.PatternBudget;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Messages.ToolCall;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a rule looks at.
 *
 * @param budget steps that all patterns of one grading may take together
 */
record Subject(Prefix prefix, Reply reply, PatternBudget budget) {

  /** The text of the last assistant message. */
  String finalText() {
    return Messages.finalText(reply.messages());
  }

  /** The texts of all assistant messages, joined by newlines. */
  String wholeText() {
    return reply.messages().stream()
        .filter(message -> Messages.role(message).equals("assistant"))
        .map(Messages::text)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("\n"));
  }

  String text(Part part) {
    return part == Part.FINAL ? finalText() : wholeText();
  }

  List<ToolCall> toolCalls() {
    return Messages.toolCalls(reply.messages());
  }

  /** The reply as one JSON object: {@code messages}, {@code finish_reason}, {@code model}. */
  JsonNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("messages").addAll(reply.messages());
    reply.finishReason().ifPresent(reason -> json.put("finish_reason", reason));
    reply.servedModel().ifPresent(model -> json.put("model", model));
    return json;
  }

  /** Which text of a reply a rule reads. */
  enum Part {
    FINAL,
    REPLY
  }
}
