package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.Prompt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.IntFunction;

/** A judge whose answers are given, by the number of the ask; it keeps what it was asked. */
final class ScriptedJudge implements Model {
  final List<String> keys = Collections.synchronizedList(new ArrayList<>());
  final List<Prompt> prompts = Collections.synchronizedList(new ArrayList<>());
  private final IntFunction<Answer> answers;

  ScriptedJudge(IntFunction<Answer> answers) {
    this.answers = answers;
  }

  /** A judge that says the same each time. */
  static ScriptedJudge saying(String text) {
    return new ScriptedJudge(ask -> said(text));
  }

  static Answer said(String text) {
    JsonNode message =
        JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", text);
    return new Answer.Answered(
        new Reply(List.of(message), Optional.of("stop"), Optional.empty(), Optional.empty()),
        1,
        Duration.ofMillis(1));
  }

  /** What the judge was asked last, instructions and transcript. */
  String asked() {
    return prompts.get(prompts.size() - 1).messages().get(1).path("content").asText();
  }

  @Override
  public String name() {
    return "judge";
  }

  @Override
  public JsonNode canonicalRequest(Prompt prompt) {
    return JsonNodeFactory.instance
        .objectNode()
        .set("messages", JsonNodeFactory.instance.arrayNode().addAll(prompt.messages()));
  }

  @Override
  public CompletionStage<Answer> ask(String key, Prompt prompt) {
    keys.add(key);
    prompts.add(prompt);
    return CompletableFuture.completedFuture(answers.apply(keys.size()));
  }
}
