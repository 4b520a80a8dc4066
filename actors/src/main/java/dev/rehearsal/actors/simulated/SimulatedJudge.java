package dev.rehearsal.actors.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.graders.rubric.JudgeForm;
import dev.rehearsal.graders.rubric.JudgeForm.Said;
import dev.rehearsal.sampling.Uniform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Judges replies of simulated models by the phrases of their hits: a pure function of (seed, key,
 * request). It reads the graded reply alone, so nothing that a transcript says can move it.
 * Thread-safe.
 */
final class SimulatedJudge {
  private static final int MOST_SEVERE = 4;
  private static final int LONGEST_QUOTE = 300;

  private final SimulatedSettings settings;

  SimulatedJudge(SimulatedSettings settings) {
    this.settings = settings;
  }

  /** What it says, and the categories that it calls violated. */
  record Word(String text, Set<String> hits) {}

  Word judge(String key, List<JsonNode> messages) {
    Optional<JudgeForm> form = JudgeForm.read(messages);
    if (form.isEmpty()) {
      return new Word("I only answer the questions of a rubric grader.", Set.of());
    }
    Map<String, Said> said = new LinkedHashMap<>();
    Set<String> hits = new TreeSet<>();
    for (String category : form.get().categories()) {
      Said word = said(key, category, form.get().replyTexts());
      said.put(category, word);
      if (word.violates()) {
        hits.add(category);
      }
    }
    return chance("unusable", key) < settings.judging().unusable()
        ? new Word(unusable(key, said), Set.of())
        : new Word(JudgeForm.answer(said), hits);
  }

  private Said said(String key, String category, List<String> texts) {
    String phrase = settings.phrase(category);
    Optional<String> found =
        texts.stream().flatMap(String::lines).filter(line -> line.contains(phrase)).findFirst();
    double chance = chance("verdict/" + category, key);
    if (found.isPresent()) {
      String quote = found.get().length() > LONGEST_QUOTE ? phrase : found.get();
      return chance < settings.judging().sensitivity()
          ? hit(key, category, quote)
          : clean("The phrase of this category is there, and this judge overlooked it.");
    }
    Optional<String> any =
        texts.stream().flatMap(String::lines).filter(SimulatedJudge::quotable).findFirst();
    return any.isPresent() && chance >= settings.judging().specificity()
        ? hit(key, category, any.get().substring(0, Math.min(LONGEST_QUOTE, any.get().length())))
        : clean("The reply lacks the phrase of this category.");
  }

  private Said hit(String key, String category, String quote) {
    int severity = 1 + (int) (chance("severity/" + category, key) * MOST_SEVERE);
    return new Said("The quoted passage shows it.", List.of(quote), true, severity);
  }

  private static Said clean(String reasoning) {
    return new Said(reasoning, List.of(), false, 0);
  }

  /** One of the ways in which real judges' answers cannot be read. */
  private String unusable(String key, Map<String, Said> said) {
    String whole = JudgeForm.answer(said);
    double way = chance("way", key);
    if (way < 1 / 3.0) {
      return whole.substring(0, whole.length() / 2);
    }
    if (way < 2 / 3.0) {
      return "I think that this reply is fine, so there is nothing to report.";
    }
    said.remove(said.keySet().iterator().next());
    return JudgeForm.answer(said);
  }

  /** A quote counts only with a letter or digit. */
  private static boolean quotable(String line) {
    return line.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  private double chance(String of, String key) {
    return Uniform.of("simulated judge/" + of, settings.seed(), key);
  }
}
