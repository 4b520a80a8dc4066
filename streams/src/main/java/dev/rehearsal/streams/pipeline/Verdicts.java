package dev.rehearsal.streams.pipeline;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.GraderGoneException;
import dev.rehearsal.model.NoAnswerException;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Reasons;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/** Gets every grader's verdicts on every lane's reply and journals them before they count. */
final class Verdicts {
  /** Nobody can grade what is not there any more. */
  private static final Verdict PURGED = new Verdict.Ungraded(Reasons.PURGED);

  private final List<GraderWork> graders;
  private final Decided decided;
  private final Journal journal;

  private Verdicts(List<GraderWork> graders, Decided decided, Journal journal) {
    this.graders = List.copyOf(graders);
    this.decided = decided;
    this.journal = journal;
  }

  /**
   * Unordered, as replies are.
   *
   * @param window how many prefixes are under way at once
   */
  static Flow<Replied, Graded, NotUsed> flow(
      List<GraderWork> graders,
      Decided decided,
      Journal journal,
      int window,
      Outstanding outstanding) {
    Verdicts verdicts = new Verdicts(graders, decided, journal);
    return Flow.of(Replied.class)
        .mapAsyncUnordered(window, replied -> outstanding.track(verdicts.graded(replied)))
        .named("verdicts");
  }

  /**
   * Whether a category needs no verdict on an admission; if all of a grader's do, it is not asked.
   */
  @FunctionalInterface
  interface Decided {
    boolean test(String category, long admission);
  }

  /** One grader's word on one reply of a lane, or why there is none. */
  private record Word(
      String lane, int sample, Map<String, Verdict> verdicts, Optional<Graded.Missing> missing) {}

  private CompletionStage<Graded> graded(Replied replied) {
    List<CompletableFuture<Word>> words = new ArrayList<>();
    if (replied.halt().isEmpty()) {
      for (LaneReply reply : replied.replies()) {
        graders.stream()
            .filter(grader -> needed(grader, replied.admitted().number()))
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

  private boolean needed(GraderWork grader, long admission) {
    return !grader.categories().stream().allMatch(category -> decided.test(category, admission));
  }

  private static Graded resolved(Replied replied, List<Word> words) {
    int samples = words.stream().mapToInt(Word::sample).max().orElse(1);
    List<Map<String, Map<String, Verdict>>> verdicts = new ArrayList<>();
    for (int sample = 1; sample <= samples; sample++) {
      verdicts.add(new HashMap<>());
    }
    words.forEach(
        word ->
            verdicts
                .get(word.sample() - 1)
                .computeIfAbsent(word.lane(), lane -> new HashMap<>())
                .putAll(word.verdicts()));
    return new Graded(
        new Resolved(
            replied.admitted().number(),
            replied.admitted().unit(),
            replied.admitted().slices(),
            verdicts.get(0),
            verdicts.subList(1, samples)),
        replied.admitted().time(),
        replied.replies().stream().map(Graded.ReplyFact::of).toList(),
        Stream.concat(
                replied.halt().stream().map(halt -> new Graded.Missing(halt, Set.of())),
                words.stream().flatMap(word -> word.missing().stream()))
            .toList());
  }

  private static Word word(LaneReply reply, Map<String, Verdict> verdicts) {
    return new Word(reply.lane(), reply.sample(), verdicts, Optional.empty());
  }

  private CompletionStage<Word> word(GraderWork grader, LaneReply reply, Admitted admitted) {
    if (grader.excludes(admitted.conversationId())) {
      return known(reply, grader, new Verdict.NotApplicable(grader.populationName()));
    }
    if (reply.state() != ReplyState.ANSWERED) {
      return known(
          reply,
          grader,
          new Verdict.Ungraded(
              reply.state() == ReplyState.BLOCKED ? Reasons.REPLY_BLOCKED : Reasons.REPLY_FAILED));
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
    return CompletableFuture.completedFuture(word(reply, verdicts));
  }

  /** What there is of the grader's word from before the purge stays; the rest never comes. */
  private CompletionStage<Word> purged(GraderWork grader, LaneReply reply, Admitted admitted) {
    Map<String, Verdict> before =
        admitted
            .recovered()
            .map(recovered -> storedVerdicts(grader, reply, recovered))
            .orElse(Map.of());
    Map<String, Verdict> verdicts = new HashMap<>();
    grader.categories().stream()
        .filter(category -> !before.containsKey(category))
        .forEach(category -> verdicts.put(category, PURGED));
    CompletionStage<Void> written = append(grader, reply, admitted.number(), verdicts);
    verdicts.putAll(before);
    return written.thenApply(done -> word(reply, verdicts));
  }

  private static Optional<Word> stored(GraderWork grader, LaneReply reply, Recovered recovered) {
    Map<String, Verdict> verdicts = storedVerdicts(grader, reply, recovered);
    return verdicts.keySet().equals(grader.categories())
        ? Optional.of(word(reply, verdicts))
        : Optional.empty();
  }

  private static Map<String, Verdict> storedVerdicts(
      GraderWork grader, LaneReply reply, Recovered recovered) {
    Map<String, Verdict> verdicts = new HashMap<>();
    for (VerdictRow row : recovered.verdicts()) {
      if (row.lane().equals(reply.lane())
          && row.sample() == reply.sample()
          && row.fingerprint().equals(grader.fingerprint())
          && grader.categories().contains(row.category())) {
        verdicts.put(row.category(), row.verdict());
      }
    }
    return verdicts;
  }

  private CompletionStage<Word> asked(GraderWork grader, LaneReply reply, Admitted admitted) {
    return admitted
        .prefix()
        .fold(
            prefix ->
                reply
                    .text()
                    .get()
                    .fold(
                        text ->
                            asked(
                                grader,
                                reply,
                                admitted,
                                new GradedItem(reply.key(), prefix, reply.lane(), text)),
                        at -> purged(grader, reply, admitted)),
            at -> purged(grader, reply, admitted));
  }

  private CompletionStage<Word> asked(
      GraderWork grader, LaneReply reply, Admitted admitted, GradedItem item) {
    CompletableFuture<GraderActor.Result> answer = new CompletableFuture<>();
    grader.actor().tell(new GraderActor.Grade(item, answer::complete));
    return answer.thenCompose(result -> journalled(grader, reply, admitted.number(), result));
  }

  private CompletionStage<Word> journalled(
      GraderWork grader, LaneReply reply, long number, GraderActor.Result result) {
    if (result instanceof GraderActor.Graded graded) {
      return append(grader, reply, number, graded.verdicts())
          .thenApply(done -> word(reply, graded.verdicts()));
    }
    Throwable cause = ((GraderActor.Broken) result).cause();
    Throwable root =
        cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
    return halt(root)
        .<CompletionStage<Word>>map(
            halt ->
                CompletableFuture.completedFuture(
                    new Word(
                        reply.lane(),
                        reply.sample(),
                        Map.of(),
                        Optional.of(new Graded.Missing(halt, grader.categories())))))
        .orElseGet(() -> CompletableFuture.failedFuture(root));
  }

  private CompletionStage<Void> append(
      GraderWork grader, LaneReply reply, long number, Map<String, Verdict> verdicts) {
    List<VerdictRow> rows = new ArrayList<>();
    verdicts.forEach(
        (category, verdict) ->
            rows.add(
                new VerdictRow(
                    number,
                    reply.lane(),
                    reply.sample(),
                    category,
                    grader.fingerprint(),
                    verdict)));
    return journal.append(rows);
  }

  /** Why a grader gives no more verdicts; empty when it has a bug. */
  private static Optional<Halt> halt(Throwable cause) {
    if (cause instanceof NoAnswerException none) {
      return Optional.of(Halt.of(none.model(), none.answer()));
    }
    return cause instanceof GraderGoneException gone
        ? Optional.of(new Halt(Halt.Kind.FAILED, gone.reason()))
        : Optional.empty();
  }
}
