package dev.rehearsal.graders.rubric;

import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Population;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.NoAnswerException;
import dev.rehearsal.verdict.Reasons;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Asks a judge. One call carries all of the grader's categories, also those that are decided
 * already, so that what the judge is asked does not depend on how far the run has come.
 */
final class RubricGrader implements Grader {
  /** Raise when the prompts or the reading of answers change. */
  private static final String CODE_VERSION = "rubric-1";

  private static final int MOST_ASKS = 2;

  private final RubricSettings settings;
  private final JudgePrompt prompts;
  private final Model judge;
  private final String fingerprint;

  RubricGrader(RubricSettings settings, JudgePrompt prompts, Model judge) {
    this.settings = settings;
    this.prompts = prompts;
    this.judge = judge;
    this.fingerprint =
        Canonical.sha256(
            CODE_VERSION,
            settings.judge(),
            Canonical.json(
                judge.canonicalRequest(
                    prompts.of("", new Transcript(List.of(), false), "", false))),
            Boolean.toString(settings.showReasoning()),
            Integer.toString(settings.maxTranscriptCharacters()));
  }

  /** Fails with {@link NoAnswerException} when the judge can answer nothing more. */
  @Override
  public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
    if (categories.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    Transcript transcript =
        Transcript.of(item, settings.showReasoning(), settings.maxTranscriptCharacters());
    return ask(item, transcript, 1)
        .thenApply(
            all -> {
              Map<String, Verdict> asked = new LinkedHashMap<>(all);
              asked.keySet().retainAll(categories);
              return asked;
            });
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  /** Only the judge can tell who is of a population that a rubric describes in words. */
  @Override
  public Population population() {
    return prompts.rubrics().values().stream().allMatch(r -> r.population().isEmpty())
        ? new Population.Everything()
        : new Population.Unknown();
  }

  @Override
  public void close() {}

  private CompletionStage<Map<String, Verdict>> ask(
      GradedItem item, Transcript transcript, int number) {
    String key = Canonical.sha256("judge", item.replyKey(), fingerprint, Integer.toString(number));
    return judge
        .ask(key, prompts.of(item.prefix().conversationId(), transcript, key, number > 1))
        .thenCompose(answer -> verdicts(answer, item, transcript, number));
  }

  private CompletionStage<Map<String, Verdict>> verdicts(
      Answer answer, GradedItem item, Transcript transcript, int number) {
    if (answer instanceof Answer.Answered answered) {
      return JudgeAnswer.read(
              Messages.finalText(answered.reply().messages()), prompts.rubrics(), transcript)
          .<CompletionStage<Map<String, Verdict>>>map(CompletableFuture::completedFuture)
          .orElseGet(
              () ->
                  number < MOST_ASKS
                      ? ask(item, transcript, number + 1)
                      : ungraded(Reasons.JUDGE_UNUSABLE));
    }
    if (answer instanceof Answer.Withdrawn withdrawn) {
      return CompletableFuture.failedFuture(NoAnswerException.withdrawn(judge.name(), withdrawn));
    }
    if (answer instanceof Answer.OverBudget over) {
      return CompletableFuture.failedFuture(NoAnswerException.overBudget(judge.name(), over));
    }
    if (answer instanceof Answer.Failed failed) {
      return failed.fatal()
          ? CompletableFuture.failedFuture(NoAnswerException.fatal(judge.name(), failed))
          : ungraded(Reasons.JUDGE_FAILED);
    }
    return ungraded(Reasons.JUDGE_BLOCKED);
  }

  private CompletionStage<Map<String, Verdict>> ungraded(String reason) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    prompts.rubrics().keySet().forEach(c -> verdicts.put(c, new Verdict.Ungraded(reason)));
    return CompletableFuture.completedFuture(verdicts);
  }
}
