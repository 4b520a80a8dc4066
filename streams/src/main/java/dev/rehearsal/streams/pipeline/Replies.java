package dev.rehearsal.streams.pipeline;

import akka.NotUsed;
import akka.stream.javadsl.Flow;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.model.Price;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.model.ReplyKey;
import dev.rehearsal.streams.journal.Held;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.ReplyRow;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.StoredReply;
import dev.rehearsal.verdict.Reasons;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** Gets every lane's reply to a prefix and journals it before it waits for anyone. */
final class Replies {
  private final List<LaneWork> lanes;
  private final Journal journal;

  private Replies(List<LaneWork> lanes, Journal journal) {
    this.lanes = List.copyOf(lanes);
    this.journal = journal;
  }

  /**
   * Unordered: one slow call idles no other.
   *
   * @param window how many prefixes are under way at once
   */
  static Flow<Admitted, Replied, NotUsed> flow(
      List<LaneWork> lanes, Journal journal, int window, Outstanding outstanding) {
    Replies replies = new Replies(lanes, journal);
    return Flow.of(Admitted.class)
        .mapAsyncUnordered(window, admitted -> outstanding.track(replies.replied(admitted)))
        .named("replies");
  }

  /**
   * The final word of one lane, or why there is none.
   *
   * @param durable completes when it is committed
   */
  private record Word(
      Optional<LaneReply> reply, Optional<Halt> halt, CompletionStage<Void> durable) {
    private static final CompletionStage<Void> AT_ONCE = CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Replied> replied(Admitted admitted) {
    List<CompletableFuture<Word>> words =
        lanes.stream()
            .filter(lane -> lane.takes(admitted.conversationId()))
            .flatMap(lane -> Draw.all(lane).stream())
            .map(draw -> word(draw, admitted).toCompletableFuture())
            .toList();
    return CompletableFuture.allOf(words.toArray(CompletableFuture[]::new))
        .thenApply(all -> replied(admitted, words.stream().map(CompletableFuture::join).toList()));
  }

  private static Replied replied(Admitted admitted, List<Word> words) {
    return new Replied(
        admitted,
        words.stream().flatMap(word -> word.reply().stream()).toList(),
        words.stream().flatMap(word -> word.halt().stream()).findFirst(),
        words.stream()
            .map(Word::durable)
            .reduce(Word.AT_ONCE, (a, b) -> a == Word.AT_ONCE ? b : a.thenCombine(b, (x, y) -> x)));
  }

  /** One of a lane's replies to a prefix; {@code sample} is counted from 1. */
  private record Draw(LaneWork lane, int sample) {
    static List<Draw> all(LaneWork lane) {
      return IntStream.rangeClosed(1, lane.samples())
          .mapToObj(sample -> new Draw(lane, sample))
          .toList();
    }

    boolean is(StoredReply stored) {
      return stored.lane().equals(lane.name()) && stored.sample() == sample;
    }
  }

  private CompletionStage<Word> word(Draw draw, Admitted admitted) {
    Optional<StoredReply> stored = stored(draw, admitted.recovered());
    if (stored.isPresent()) {
      return CompletableFuture.completedFuture(said(LaneReply.stored(stored.get())));
    }
    return admitted
        .prefix()
        .fold(
            prefix ->
                draw.lane()
                    .model()
                    .map(model -> generated(draw, model, admitted.number(), prefix))
                    .orElseGet(() -> recorded(draw, admitted.number(), prefix)),
            at -> purged(draw, admitted.number()));
  }

  /** The prefix was purged before it was answered: nobody can answer it any more. */
  private CompletionStage<Word> purged(Draw draw, long number) {
    String key =
        Canonical.sha256(
            Reasons.PURGED,
            draw.lane().name(),
            Long.toString(number),
            Integer.toString(draw.sample()));
    return journalled(without(draw, number, key, ReplyState.FAILED, Reasons.PURGED, 0));
  }

  private static Optional<StoredReply> stored(Draw draw, Optional<Recovered> recovered) {
    return recovered.flatMap(r -> r.replies().stream().filter(draw::is).findFirst());
  }

  private CompletionStage<Word> recorded(Draw draw, long number, Prefix prefix) {
    Reply reply =
        prefix
            .recordedReply()
            .orElseThrow(
                () -> new IllegalStateException("a recorded lane needs a cut: " + prefix.id()));
    String key = ReplyKey.recorded(prefix, reply);
    ReplyRow row = ReplyRow.recorded(number, draw.lane().name(), draw.sample(), key, reply);
    return CompletableFuture.completedFuture(
        new Word(
            Optional.of(laneReply(row, Optional.of(reply))),
            Optional.empty(),
            journal.append(row)));
  }

  private CompletionStage<Word> generated(Draw draw, Model model, long number, Prefix prefix) {
    Prompt prompt = Prompt.of(prefix);
    JsonNode request = model.canonicalRequest(prompt);
    String key = ReplyKey.generated(prefix.id(), model.name(), request, draw.sample());
    return model
        .ask(key, prompt)
        .thenCompose(
            answer ->
                row(draw, number, key, answer, draw.lane().prefixDiffers().test(prompt))
                    .map(this::journalled)
                    .orElseGet(() -> CompletableFuture.completedFuture(halted(model, answer))));
  }

  /** The row of a final answer; empty for one after which nothing more can be asked. */
  private static Optional<ReplyRow> row(
      Draw draw, long number, String key, Answer answer, boolean differs) {
    if (answer instanceof Answer.Answered answered) {
      Reply reply = answered.reply();
      return Optional.of(
          new ReplyRow(
              number,
              draw.lane().name(),
              draw.sample(),
              key,
              ReplyState.ANSWERED,
              "",
              answered.attempts(),
              Optional.of(reply),
              answered.latency().toNanos() / 1000,
              cost(draw.lane(), reply),
              differs));
    }
    if (answer instanceof Answer.Blocked blocked) {
      return Optional.of(
          without(draw, number, key, ReplyState.BLOCKED, blocked.reason(), blocked.attempts()));
    }
    if (answer instanceof Answer.Failed failed && !failed.fatal()) {
      return Optional.of(
          without(draw, number, key, ReplyState.FAILED, failed.reason(), failed.attempts()));
    }
    return Optional.empty();
  }

  private static ReplyRow without(
      Draw draw, long number, String key, ReplyState state, String reason, int attempts) {
    return new ReplyRow(
        number,
        draw.lane().name(),
        draw.sample(),
        key,
        state,
        reason,
        attempts,
        Optional.empty(),
        0,
        OptionalDouble.empty(),
        false);
  }

  private CompletionStage<Word> journalled(ReplyRow row) {
    return journal.append(row).thenApply(done -> said(laneReply(row, row.reply())));
  }

  private static Word halted(Model model, Answer answer) {
    return new Word(Optional.empty(), Optional.of(Halt.of(model.name(), answer)), Word.AT_ONCE);
  }

  private static OptionalDouble cost(LaneWork lane, Reply reply) {
    Optional<Price> price = lane.price();
    Optional<Reply.Usage> usage = reply.usage();
    return price.isPresent() && usage.isPresent()
        ? OptionalDouble.of(price.get().of(usage.get().inputTokens(), usage.get().outputTokens()))
        : OptionalDouble.empty();
  }

  private static Word said(LaneReply reply) {
    return new Word(Optional.of(reply), Optional.empty(), Word.AT_ONCE);
  }

  private static LaneReply laneReply(ReplyRow row, Optional<Reply> reply) {
    return new LaneReply(
        row.lane(),
        row.sample(),
        row.key(),
        row.state(),
        row.reason(),
        () -> new Held.There<>(reply.orElseThrow()),
        false,
        reply.map(Reply::truncated).orElse(false),
        reply.flatMap(Reply::servedModel),
        row.prefixDiffers());
  }
}
