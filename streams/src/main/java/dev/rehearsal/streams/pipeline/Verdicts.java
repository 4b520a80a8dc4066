package dev.rehearsal.streams.pipeline;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.model.NoAnswerException;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;

/** Gets every grader's verdicts on every lane's reply and journals them before they count. */
final class Verdicts {
  private final List<GraderWork> graders;
  private final Predicate<String> decided;
  private final Journal journal;

  private Verdicts(List<GraderWork> graders, Predicate<String> decided, Journal journal) {
    this.graders = List.copyOf(graders);
    this.decided = decided;
    this.journal = journal;
  }

  /**
   * Unordered, as replies are.
   *
   * @param decided whether a category is decided: a grader whose categories all are is asked no
   *     more
   * @param window how many prefixes are under way at once
   */
  static Flow<Replied, Graded, NotUsed> flow(
      List<GraderWork> graders,
      Predicate<String> decided,
      Journal journal,
      int window,
      Outstanding outstanding) {
    Verdicts verdicts = new Verdicts(graders, decided, journal);
    return Flow.of(Replied.class)
        .mapAsyncUnordered(window, replied -> outstanding.track(verdicts.graded(replied)))
        .named("verdicts");
  }

  /** One grader's word on one lane, or why there is none. */
  private record Word(String lane, Map<String, Verdict> verdicts, Optional<Halt> halt) {}

  private CompletionStage<Graded> graded(Replied replied) {
    List<CompletableFuture<Word>> words = new ArrayList<>();
    if (replied.halt().isEmpty()) {
      for (LaneReply reply : replied.replies()) {
        graders.stream()
            .filter(grader -> !grader.categories().stream().allMatch(decided))
            .map(grader -> word(grader, reply, replied.admitted()).toCompletableFuture())
            .forEach(words::add);
      }
    }
    return CompletableFuture.allOf(words.toArray(CompletableFuture[]::new))
        .thenCombine(
            replied.durable(),
            (all, durable) ->
                resolved(replied, words.stream().map(CompletableFuture::join).toList()));
  }

  private static Graded resolved(Replied replied, List<Word> words) {
    Map<String, Map<String, Verdict>> verdicts = new HashMap<>();
    words.forEach(
        w -> verdicts.computeIfAbsent(w.lane(), lane -> new HashMap<>()).putAll(w.verdicts()));
    return new Graded(
        new Resolved(replied.admitted().number(), replied.admitted().slices(), verdicts),
        replied.replies().stream().map(Graded.ReplyFact::of).toList(),
        replied.halt().or(() -> words.stream().flatMap(word -> word.halt().stream()).findFirst()));
  }

  private CompletionStage<Word> word(GraderWork grader, LaneReply reply, Admitted admitted) {
    if (grader.excludes(admitted.conversationId())) {
      return known(reply, grader, new Verdict.NotApplicable(grader.populationName()));
    }
    if (reply.state() != ReplyState.ANSWERED) {
      return known(
          reply,
          grader,
          new Verdict.Ungraded("reply " + reply.state().name().toLowerCase(Locale.ROOT)));
    }
    return admitted
        .recovered()
        .flatMap(recovered -> stored(grader, reply, recovered))
        .<CompletionStage<Word>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> asked(grader, reply, admitted));
  }

  private static CompletionStage<Word> known(LaneReply reply, GraderWork grader, Verdict verdict) {
    Map<String, Verdict> verdicts = new HashMap<>();
    grader.categories().forEach(category -> verdicts.put(category, verdict));
    return CompletableFuture.completedFuture(new Word(reply.lane(), verdicts, Optional.empty()));
  }

  private static Optional<Word> stored(GraderWork grader, LaneReply reply, Recovered recovered) {
    Map<String, Verdict> verdicts = new HashMap<>();
    for (VerdictRow row : recovered.verdicts()) {
      if (row.lane().equals(reply.lane())
          && row.fingerprint().equals(grader.fingerprint())
          && grader.categories().contains(row.category())) {
        verdicts.put(row.category(), row.verdict());
      }
    }
    Set<String> found = verdicts.keySet();
    return found.equals(grader.categories())
        ? Optional.of(new Word(reply.lane(), verdicts, Optional.empty()))
        : Optional.empty();
  }

  private CompletionStage<Word> asked(GraderWork grader, LaneReply reply, Admitted admitted) {
    GradedItem item =
        new GradedItem(reply.key(), admitted.prefix(), reply.lane(), reply.text().get());
    CompletableFuture<GraderActor.Result> answer = new CompletableFuture<>();
    grader.actor().tell(new GraderActor.Grade(item, answer::complete));
    return answer.thenCompose(
        result -> journalled(grader, reply.lane(), admitted.number(), result));
  }

  private CompletionStage<Word> journalled(
      GraderWork grader, String lane, long number, GraderActor.Result result) {
    if (result instanceof GraderActor.Graded graded) {
      List<VerdictRow> rows = new ArrayList<>();
      graded
          .verdicts()
          .forEach(
              (category, verdict) ->
                  rows.add(new VerdictRow(number, lane, category, grader.fingerprint(), verdict)));
      return journal
          .append(rows)
          .thenApply(done -> new Word(lane, graded.verdicts(), Optional.empty()));
    }
    Throwable cause = ((GraderActor.Broken) result).cause();
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    return root instanceof NoAnswerException none
        ? CompletableFuture.completedFuture(
            new Word(lane, Map.of(), Optional.of(Halt.of(none.model(), none.answer()))))
        : CompletableFuture.failedFuture(root);
  }
}
