package dev.rehearsal.graders;

import dev.rehearsal.verdict.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/** Turns a reply into verdicts. Thread-safe; may answer on any thread. */
public interface Grader extends AutoCloseable {

  /**
   * One verdict for each of {@code categories}, no more and no fewer. Expected trouble is {@code
   * Ungraded}; a stage that fails is a bug, but for {@link dev.rehearsal.model.NoAnswerException}
   * of a judge and {@link GraderGoneException}, which stop the run and leave the item open, and for
   * a {@link dev.rehearsal.RehearsalException} where it cannot grade the lane's replies.
   */
  CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories);

  /**
   * Hash of everything that can change a verdict: settings, code version, rubric, judge request.
   */
  String fingerprint();

  /** For which prefixes this grader's categories apply. */
  Population population();

  @Override
  void close();
}
