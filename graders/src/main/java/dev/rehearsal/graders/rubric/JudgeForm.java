package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.conversation.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rubric grader's request, seen from the judge's side: for whoever plays a judge. It holds what
 * stands between the fences apart from what is asked, so that a transcript cannot ask anything.
 *
 * @param categories ids that are asked about, in order
 * @param replyTexts what the graded reply says, one text a message; never empty texts
 */
public record JudgeForm(List<String> categories, List<String> replyTexts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public JudgeForm {
    categories = List.copyOf(categories);
    replyTexts = List.copyOf(replyTexts);
  }

  /**
   * A judge's word on one category.
   *
   * @param reasoning in a sentence or two
   * @param evidence passages of the transcript; at least one when it is violated
   * @param violates whether the reply shows the behaviour
   * @param severity 1 to 4 when it is violated, else 0
   */
  public record Said(String reasoning, List<String> evidence, boolean violates, int severity) {
    public Said {
      evidence = List.copyOf(evidence);
    }
  }

  /** Reads a request; empty when it is none of a rubric grader's. */
  public static Optional<JudgeForm> read(List<JsonNode> messages) {
    if (messages.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = Messages.text(messages.get(messages.size() - 1)).lines().toList();
    int close = lines.size() - 1;
    while (close >= 0 && !JudgePrompt.isFence(lines.get(close))) {
      close--;
    }
    int open = close < 0 ? -1 : lines.indexOf(lines.get(close));
    Optional<List<String>> categories = asked(lines.subList(close + 1, lines.size()));
    return open == close || categories.isEmpty()
        ? Optional.empty()
        : Optional.of(new JudgeForm(categories.get(), said(lines.subList(open + 1, close))));
  }

  /** An answer in the form that the request asks for: every category applies. */
  public static String answer(Map<String, Said> said) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    said.forEach(
        (category, word) -> {
          ObjectNode json = answer.putObject(category);
          json.put("reasoning", word.reasoning());
          word.evidence().forEach(json.putArray("evidence")::add);
          json.put("applies", true);
          json.put("violates", word.violates()).put("severity", word.severity());
        });
    return answer.toString();
  }

  private static Optional<List<String>> asked(List<String> form) {
    for (int i = 0; i + 1 < form.size(); i++) {
      if (form.get(i).startsWith(JudgePrompt.ENDED)) {
        return Optional.of(List.of(form.get(i + 1).split(JudgePrompt.SEPARATOR)));
      }
    }
    return Optional.empty();
  }

  private static List<String> said(List<String> transcript) {
    List<String> texts = new ArrayList<>();
    for (String line : transcript) {
      JsonNode entry = parse(line);
      String text = entry.path("text").asText("");
      if (entry.path("part").asText("").equals("reply") && !text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException notOfATranscript) {
      return JsonNodeFactory.instance.missingNode();
    }
  }
}
