package dev.rehearsal.graders.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The lines between Rehearsal and a program, as docs/graders.md describes them. The program is told
 * neither lane nor model: a grader that knows them is not blind.
 */
final class Protocol {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final int MOST_REASON_CHARACTERS = 80;

  private final Optional<String> population;

  Protocol(String population) {
    this.population = population.isEmpty() ? Optional.empty() : Optional.of(population);
  }

  /** One line that asks for verdicts; {@code id} is its first field. */
  static String question(long id, GradedItem item, Set<String> categories) {
    ObjectNode question = JsonNodeFactory.instance.objectNode();
    question.put("id", id);
    categories.stream().sorted().forEach(question.putArray("categories")::add);
    Prefix prefix = item.prefix();
    ObjectNode context = question.putObject("prefix");
    context.put("id", prefix.id()).put("conversation", prefix.conversationId());
    context.putArray("messages").addAll(prefix.messages());
    context.putArray("tools").addAll(prefix.tools());
    context.set("attributes", prefix.attributes());
    ObjectNode reply = question.putObject("reply");
    reply.putArray("messages").addAll(item.reply().messages());
    item.reply().finishReason().ifPresent(reason -> reply.put("finish_reason", reason));
    return question.toString();
  }

  /** The line as JSON; a missing node when it is none. */
  static JsonNode parse(String line) {
    try {
      JsonNode tree = JSON.readTree(line);
      return tree == null ? JsonNodeFactory.instance.missingNode() : tree;
    } catch (JsonProcessingException notJson) {
      return JsonNodeFactory.instance.missingNode();
    }
  }

  /** The id that an answer names. */
  static OptionalLong id(JsonNode answer) {
    JsonNode id = answer.path("id");
    return id.canConvertToLong() && id.isIntegralNumber()
        ? OptionalLong.of(id.longValue())
        : OptionalLong.empty();
  }

  /** The verdicts of an answer; empty unless it has a usable one for exactly these categories. */
  Optional<Map<String, Verdict>> verdicts(JsonNode answer, Set<String> categories) {
    JsonNode said = answer.path("verdicts");
    Set<String> names = new HashSet<>();
    said.fieldNames().forEachRemaining(names::add);
    if (!names.equals(categories)) {
      return Optional.empty();
    }
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (String category : categories) {
      Optional<Verdict> verdict = verdict(said.path(category));
      if (verdict.isEmpty()) {
        return Optional.empty();
      }
      verdicts.put(category, verdict.get());
    }
    return Optional.of(verdicts);
  }

  private Optional<Verdict> verdict(JsonNode said) {
    JsonNode reason = said.path("ungraded");
    if (reason.isTextual() && !reason.textValue().isBlank()) {
      String text = reason.textValue();
      return Optional.of(
          new Verdict.Ungraded(text.substring(0, Math.min(text.length(), MOST_REASON_CHARACTERS))));
    }
    if (said.path("not_applicable").isBoolean() && said.path("not_applicable").booleanValue()) {
      return population.map(Verdict.NotApplicable::new);
    }
    JsonNode level = said.path("level");
    JsonNode probability = said.path("probability");
    boolean usable =
        said.path("violates").isBoolean()
            && (level.isMissingNode() || level.isInt())
            && (probability.isMissingNode() || within01(probability));
    return usable
        ? Optional.of(
            new Verdict.Graded(
                said.path("violates").booleanValue(),
                level.isInt() ? OptionalInt.of(level.intValue()) : OptionalInt.empty(),
                probability.isNumber()
                    ? OptionalDouble.of(probability.doubleValue())
                    : OptionalDouble.empty(),
                evidence(said.path("evidence"))))
        : Optional.empty();
  }

  private static boolean within01(JsonNode probability) {
    return probability.isNumber()
        && probability.doubleValue() >= 0
        && probability.doubleValue() <= 1;
  }

  private static List<Evidence> evidence(JsonNode list) {
    List<Evidence> evidence = new ArrayList<>();
    for (JsonNode item : list) {
      evidence.add(
          item.isTextual()
              ? new Evidence(item.textValue(), "")
              : new Evidence(item.path("quote").asText(""), item.path("note").asText("")));
    }
    return evidence;
  }
}
