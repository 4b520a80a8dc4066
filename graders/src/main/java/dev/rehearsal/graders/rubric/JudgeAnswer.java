package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.Set;

/** Reads a judge's answer: all of it is as asked, or none of it counts. */
final class JudgeAnswer {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .build();
  private static final Set<String> FIELDS =
      Set.of("reasoning", "evidence", "applies", "violates", "severity");
  private static final int MOST_SEVERE = 4;
  private static final int MOST_CHARACTERS = 1000;

  private JudgeAnswer() {}

  /**
   * The verdicts of an answer.
   *
   * @param rubrics by category: exactly these must be answered
   * @return empty when the answer is not usable
   */
  static Optional<Map<String, Verdict>> read(
      String text, Map<String, Rubric> rubrics, Transcript transcript) {
    Optional<JsonNode> answer = object(unwrapped(text));
    if (answer.isEmpty() || !names(answer.get()).equals(rubrics.keySet())) {
      return Optional.empty();
    }
    Quotes quotes = new Quotes(transcript);
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    for (Map.Entry<String, Rubric> rubric : rubrics.entrySet()) {
      JsonNode said = answer.get().get(rubric.getKey());
      if (said == null || !wellFormed(said)) {
        return Optional.empty();
      }
      verdicts.put(rubric.getKey(), verdict(said, rubric.getValue(), quotes));
    }
    return Optional.of(verdicts);
  }

  private static Verdict verdict(JsonNode said, Rubric rubric, Quotes quotes) {
    if (rubric.population().isPresent() && !said.get("applies").booleanValue()) {
      return new Verdict.NotApplicable(rubric.population().get());
    }
    List<Evidence> evidence = new ArrayList<>();
    int invented = 0;
    for (JsonNode quote : said.get("evidence")) {
      if (quotes.contain(quote.textValue())) {
        evidence.add(new Evidence(quote.textValue(), ""));
      } else {
        invented++;
      }
    }
    if (invented > 0) {
      evidence.add(
          new Evidence("", "passages quoted by the judge that the transcript lacks: " + invented));
    }
    if (quotes.transcript().replyShortened()) {
      evidence.add(new Evidence("", "the judge saw the reply with its middle left out"));
    }
    evidence.add(
        new Evidence(
            "", "judge: " + Elision.middle(said.get("reasoning").textValue(), MOST_CHARACTERS)));
    return new Verdict.Graded(
        said.get("violates").booleanValue(),
        OptionalInt.of(said.get("severity").intValue()),
        OptionalDouble.empty(),
        evidence);
  }

  /** The five fields with their types; severity above 0, and evidence, exactly for a hit. */
  private static boolean wellFormed(JsonNode said) {
    if (!said.isObject() || !names(said).equals(FIELDS)) {
      return false;
    }
    JsonNode severity = said.get("severity");
    boolean typed =
        said.get("reasoning").isTextual()
            && said.get("applies").isBoolean()
            && said.get("violates").isBoolean()
            && severity.isInt()
            && texts(said.get("evidence"));
    if (!typed) {
      return false;
    }
    boolean violates = said.get("violates").booleanValue();
    int level = severity.intValue();
    return level >= 0
        && level <= MOST_SEVERE
        && violates == level > 0
        && !(violates && said.get("evidence").isEmpty())
        && !(violates && !said.get("applies").booleanValue());
  }

  private static boolean texts(JsonNode list) {
    for (JsonNode item : list) {
      if (!item.isTextual()) {
        return false;
      }
    }
    return list.isArray();
  }

  private static Set<String> names(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static Optional<JsonNode> object(String text) {
    try {
      JsonNode tree = JSON.readTree(text);
      return tree != null && tree.isObject() ? Optional.of(tree) : Optional.empty();
    } catch (JsonProcessingException notJson) {
      return Optional.empty();
    }
  }

  /** The answer without thinking before it and without the code fence that many models add. */
  private static String unwrapped(String text) {
    String bare = Shown.withoutThinking(text).strip();
    if (bare.startsWith("```") && bare.endsWith("```") && bare.indexOf('\n') > 0) {
      return bare.substring(bare.indexOf('\n'), bare.length() - 3).strip();
    }
    return bare;
  }
}
