package dev.rehearsal.graders.rule;

import dev.rehearsal.config.PatternBudget;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Population;
import dev.rehearsal.graders.rule.Rule.Finding;
import dev.rehearsal.verdict.Reasons;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says "violates" when the rule holds; on the caller's thread. */
record RuleGrader(Rule rule, long steps, String fingerprint) implements Grader {

  @Override
  public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    if (!categories.isEmpty()) {
      Verdict verdict = verdict(item);
      categories.forEach(category -> verdicts.put(category, verdict));
    }
    return CompletableFuture.completedFuture(verdicts);
  }

  @Override
  public Population population() {
    return new Population.Everything();
  }

  @Override
  public void close() {}

  private Verdict verdict(GradedItem item) {
    try {
      Finding finding =
          rule.test(new Subject(item.prefix(), item.reply(), new PatternBudget(steps)));
      return new Verdict.Graded(
          finding.holds(), OptionalInt.empty(), OptionalDouble.empty(), finding.evidence());
    } catch (PatternBudget.Exceeded slow) {
      return new Verdict.Ungraded(Reasons.REGEX_TOO_SLOW);
    }
  }
}
