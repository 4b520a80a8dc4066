package dev.rehearsal.graders.process;

import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.GraderGoneException;
import dev.rehearsal.verdict.Verdict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;

/** One item on its way to a program. Owned by the grader's thread, but for its verdicts. */
final class Ask {
  private final GradedItem item;
  private final Set<String> categories;
  private final CompletableFuture<Map<String, Verdict>> verdicts = new CompletableFuture<>();
  private Future<?> expiry = CompletableFuture.completedFuture(null);
  private int deaths;

  Ask(GradedItem item, Set<String> categories) {
    this.item = item;
    this.categories = Set.copyOf(categories);
  }

  GradedItem item() {
    return item;
  }

  Set<String> categories() {
    return categories;
  }

  CompletionStage<Map<String, Verdict>> verdicts() {
    return verdicts;
  }

  /** Keeps the timer that ends the patience with it. */
  void expires(Future<?> timer) {
    expiry = timer;
  }

  /** Notes that the program died with this item; true the first time. */
  boolean mayBeAskedAgain() {
    expiry.cancel(false);
    return ++deaths == 1;
  }

  /** Its verdicts will never come: it stays open. */
  void gone(GraderGoneException why) {
    expiry.cancel(false);
    // completeAsync has no exceptional form: the same, elsewhere than on the grader's thread.
    CompletableFuture<Void> unused =
        CompletableFuture.runAsync(() -> verdicts.completeExceptionally(why));
  }

  void graded(Map<String, Verdict> answer) {
    expiry.cancel(false);
    // Whoever waits goes on elsewhere than on the grader's thread.
    CompletableFuture<Map<String, Verdict>> unused = verdicts.completeAsync(() -> answer);
  }

  void ungraded(String reason) {
    Map<String, Verdict> answer = new LinkedHashMap<>();
    categories.forEach(category -> answer.put(category, new Verdict.Ungraded(reason)));
    graded(answer);
  }
}
