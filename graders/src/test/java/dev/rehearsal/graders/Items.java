package dev.rehearsal.graders;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes what graders grade, for their tests. */
public final class Items {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Items() {}

  /** An item with one user message and the assistant's text for a reply. */
  public static GradedItem said(String text) {
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("role", "assistant").put("content", text);
    return replied(List.of(), message);
  }

  /** An item whose reply is these messages, each written as JSON. */
  public static GradedItem messages(String... messages) {
    return withTools(List.of(), messages);
  }

  /** An item with tools in force; tools and messages are written as JSON. */
  public static GradedItem withTools(List<String> tools, String... messages) {
    return replied(
        tools.stream().map(Items::json).toList(),
        Arrays.stream(messages).map(Items::json).toArray(JsonNode[]::new));
  }

  private static GradedItem replied(List<JsonNode> tools, JsonNode... messages) {
    return item("conversation-1", "model-1", tools, List.of(messages));
  }

  /** An item of this conversation by this model. */
  public static GradedItem item(
      String id, String model, List<JsonNode> tools, List<JsonNode> reply) {
    Prefix prefix =
        new Prefix(
            id,
            1,
            List.of(json("{\"role\":\"user\",\"content\":\"Please help me.\"}")),
            tools,
            Optional.empty(),
            JsonNodeFactory.instance.objectNode());
    return new GradedItem(
        "key-of-" + id,
        prefix,
        "candidate",
        new Reply(reply, Optional.of("stop"), Optional.empty(), Optional.of(model)));
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** The spec of a grader block in HOCON; its problems must be none. */
  public static GraderSpec spec(Path folder, String hocon) {
    Problems problems = new Problems();
    GraderSpec spec = GraderTypes.read(Map.of("g", block(folder, hocon, problems))).get("g");
    problems.throwIfAny();
    if (spec == null) {
      throw new IllegalArgumentException("no spec for " + hocon);
    }
    return spec;
  }

  /** What is wrong with a grader block in HOCON. */
  public static List<String> problems(String hocon) {
    Problems problems = new Problems();
    GraderTypes.read(Map.of("g", block(Path.of("."), hocon, problems)));
    return problems.messages();
  }

  /** The verdict in one category. */
  public static Verdict verdict(Grader grader, GradedItem item, String category) {
    Verdict verdict = verdicts(grader, item, Set.of(category)).get(category);
    if (verdict == null) {
      throw new AssertionError("no verdict for " + category);
    }
    return verdict;
  }

  /** The verdicts, waited for. */
  public static Map<String, Verdict> verdicts(
      Grader grader, GradedItem item, Set<String> categories) {
    return grader
        .grade(item, categories)
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  private static Block block(Path folder, String hocon, Problems problems) {
    return Block.of("graders.g", ConfigFactory.parseString(hocon), folder, problems);
  }
}
