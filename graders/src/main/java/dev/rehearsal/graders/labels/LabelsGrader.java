package dev.rehearsal.graders.labels;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.Population;
import dev.rehearsal.verdict.Reasons;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Looks verdicts up; on the caller's thread. */
record LabelsGrader(LabelSettings settings, Labels labels) implements Grader {
  private static final String CODE_VERSION = "labels-1";

  /** Models named in a message. */
  private static final int SHOWN = 5;

  @Override
  public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
    if (!labels.about(item.reply().servedModel())) {
      return CompletableFuture.failedFuture(refusal(item));
    }
    Verdict verdict = verdict(item);
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    categories.forEach(category -> verdicts.put(category, verdict));
    return CompletableFuture.completedFuture(verdicts);
  }

  /** Of the settings and the labels themselves; where the file lies does not matter. */
  @Override
  public String fingerprint() {
    return Canonical.sha256(CODE_VERSION, settings.canonical(), labels.sha256());
  }

  /** Known before the run unless an id's label is null for one model and not for another. */
  @Override
  public Population population() {
    if (!labels.anyNull()) {
      return new Population.Everything();
    }
    return labels.nullnessDependsOnModel()
        ? new Population.Unknown()
        : new Population.Known(settings.population(), labels::applies);
  }

  @Override
  public void close() {}

  /** Labels are about the replies that people saw: a lane of others has none, not a missing one. */
  private RehearsalException refusal(GradedItem item) {
    List<String> known = List.copyOf(labels.models());
    return RehearsalException.badUsage(
        "%s cannot grade the lane %s: the reply in %s is by %s, and the labels are about replies by %s%s; give the lane those replies (where-model, sample.keep) or the category another grader"
            .formatted(
                settings.path(),
                item.lane(),
                item.prefix().conversationId(),
                item.reply().servedModel().orElse("no named model"),
                String.join(", ", known.subList(0, Math.min(SHOWN, known.size()))),
                known.size() > SHOWN ? ", …" : ""));
  }

  private Verdict verdict(GradedItem item) {
    return switch (labels.of(item.prefix().conversationId(), item.reply().servedModel())) {
      case HIT -> Verdict.graded(true);
      case CLEAN -> Verdict.graded(false);
      case NOT_APPLICABLE -> new Verdict.NotApplicable(settings.population());
      case MISSING -> new Verdict.Ungraded(Reasons.NO_LABEL);
    };
  }
}
