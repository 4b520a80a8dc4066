package dev.rehearsal.app.check;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.config.Lane;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.streams.pipeline.LaneWork;
import dev.rehearsal.streams.source.PreparedSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Counts what lanes and judges will be asked. */
public final class Traffic {
  /** A judge whose answer is unusable is asked once more. */
  private static final int MOST_ASKS_OF_JUDGES = 2;

  private final CheckedPlan checked;
  private final List<LaneSize> lanes;

  private Traffic(CheckedPlan checked) {
    this.checked = checked;
    this.lanes = checked.plan().lanes().stream().map(lane -> new LaneSize(checked, lane)).toList();
  }

  /**
   * Everybody who will be asked, lanes that have a model first, then judges, by reading every
   * prefix once.
   */
  public static List<Asked> of(CheckedPlan checked, PreparedSource source) {
    if (source.size().isEmpty() || source instanceof StoredSource) {
      return unread(checked, source);
    }
    Traffic traffic = new Traffic(checked);
    traffic.read(source);
    return traffic.asked(true, true);
  }

  /** The same without the sizes of texts, as if every lane took part in every prefix. */
  public static List<Asked> unread(CheckedPlan checked, PreparedSource source) {
    Traffic traffic = new Traffic(checked);
    traffic.lanes.forEach(lane -> lane.asks = lane.lane.samples() * source.size().orElse(0));
    return traffic.asked(source.size().isPresent(), false);
  }

  private void read(PreparedSource source) {
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "plan");
    try {
      source
          .prefixes(0)
          .runForeach(sampled -> lanes.forEach(lane -> lane.add(sampled.prefix())), system)
          .toCompletableFuture()
          .join();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  /**
   * What was counted.
   *
   * @param known whether the number of prefixes is
   * @param texts whether their texts were seen; a log that was read before has no text any more
   */
  private List<Asked> asked(boolean known, boolean texts) {
    List<Asked> asked = new ArrayList<>();
    for (LaneSize lane : lanes) {
      checked
          .model(lane.lane)
          .ifPresent(
              model ->
                  asked.add(
                      new Asked(
                          "lane " + lane.lane.name(),
                          model,
                          number(known, lane.asks),
                          number(texts, lane.prefixBytes),
                          1,
                          likely(texts, lane.prefixBytes, lane.likelyReplyTokens(model)))));
    }
    for (String judge : checked.judges()) {
      long graders =
          checked.gradersInUse().stream()
              .map(name -> Objects.requireNonNull(checked.graders().get(name)))
              .map(GraderSpec::judges)
              .filter(judges -> judges.contains(judge))
              .count();
      long asks = lanes.stream().mapToLong(lane -> lane.asks).sum() * graders;
      long bytes =
          lanes.stream().mapToLong(lane -> lane.prefixBytes + lane.replyBytes).sum() * graders;
      asked.add(
          new Asked(
              "judge " + judge,
              Objects.requireNonNull(checked.models().get(judge)),
              number(known, asks),
              number(texts, bytes),
              MOST_ASKS_OF_JUDGES,
              judgement(texts, judge, asks, graders)));
    }
    return asked;
  }

  /** A judge reads the prefix and its reply, and answers as long as it may. */
  private Optional<Asked.Likely> judgement(boolean texts, String judge, long asks, long graders) {
    double bytes = 0;
    for (LaneSize lane : lanes) {
      double reply =
          lane.model.isPresent()
              ? lane.likelyReplyTokens(lane.model.get()) * Asked.BYTES_PER_TOKEN
              : lane.recordedBytes;
      bytes += lane.prefixBytes + reply;
    }
    long longest = Objects.requireNonNull(checked.models().get(judge)).settings().longestReply();
    return likely(texts, bytes * graders, (double) asks * longest);
  }

  private static Optional<Asked.Likely> likely(boolean texts, double bytes, double replyTokens) {
    return texts
        ? Optional.of(new Asked.Likely(bytes / Asked.BYTES_PER_TOKEN, replyTokens))
        : Optional.empty();
  }

  private static OptionalLong number(boolean known, long value) {
    return known ? OptionalLong.of(value) : OptionalLong.empty();
  }

  /** What one lane has to do. Mutable; fed by one stream. */
  private static final class LaneSize {
    private final Lane lane;
    private final LaneWork work;
    private final Optional<ModelSpec> model;
    private long asks;
    private long prefixBytes;
    private long replyBytes;
    private long recordedBytes;
    private long recorded;

    LaneSize(CheckedPlan checked, Lane lane) {
      this.lane = lane;
      this.model = checked.model(lane);
      this.work =
          new LaneWork(
              lane.name(),
              Optional.empty(),
              Optional.empty(),
              prompt -> false,
              lane.fraction(),
              lane.samples(),
              checked.plan().sample().seed());
    }

    /** As long as the recorded replies on average, and never longer than may be. */
    double likelyReplyTokens(ModelSpec asked) {
      double longest = asked.settings().longestReply();
      double each =
          recorded == 0
              ? longest
              : Math.min(longest, (double) recordedBytes / recorded / Asked.BYTES_PER_TOKEN);
      return each * asks;
    }

    void add(Prefix prefix) {
      if (!work.takes(prefix.conversationId())) {
        return;
      }
      asks += lane.samples();
      prefixBytes += lane.samples() * (bytes(prefix.messages()) + bytes(prefix.tools()));
      prefix
          .recordedReply()
          .ifPresent(
              reply -> {
                recorded++;
                recordedBytes += bytes(reply.messages());
              });
      replyBytes +=
          lane.samples()
              * model
                  .map(spec -> spec.settings().longestReply() * Asked.BYTES_PER_TOKEN)
                  .orElseGet(
                      () ->
                          prefix
                              .recordedReply()
                              .map(Reply::messages)
                              .map(Traffic::bytes)
                              .orElse(0L));
    }
  }

  private static long bytes(List<JsonNode> messages) {
    return messages.stream()
        .mapToLong(message -> message.toString().getBytes(StandardCharsets.UTF_8).length)
        .sum();
  }
}
