package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.graders.GraderGoneException;
import dev.rehearsal.graders.Population;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Held;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerdictsTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final Reply REPLY =
      new Reply(
          List.of(JsonNodeFactory.instance.objectNode().put("role", "assistant")),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  @TempDir Path folder;
  private final TestProbe<GraderActor.Command> grader =
      KIT.createTestProbe(GraderActor.Command.class);
  private final RunControl control = new RunControl();
  private Optional<Journal> journal = Optional.empty();

  @BeforeEach
  void begin() {
    RunRow row = RunRow.begun("test", "", Map.of(), Map.of(), 1, Instant.EPOCH);
    journal = Optional.of(Journal.create(RunFolder.create(folder.resolve("run")), row));
  }

  @AfterEach
  void close() {
    journal.orElseThrow().close();
  }

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void asksNothingBehindTheLookThatDecidedBeforeAResume() {
    control.resume(Map.of("rude", 2L));

    CompletionStage<List<Graded>> graded = graded(2, 3);

    GraderActor.Grade asked = grader.expectMessageClass(GraderActor.Grade.class);
    assertThat(asked.item().prefix().conversationId()).isEqualTo("c2");
    asked.answer().accept(new GraderActor.Graded(Map.of("rude", Verdict.graded(true))));
    assertThat(join(graded))
        .extracting(g -> g.resolved().verdicts().getOrDefault("production", Map.of()))
        .containsExactlyInAnyOrder(Map.of("rude", Verdict.graded(true)), Map.of());
    grader.expectNoMessage();
  }

  @Test
  void makesNoVerdictOfAGraderThatIsGone() {
    CompletionStage<List<Graded>> graded = graded(1);

    grader
        .expectMessageClass(GraderActor.Grade.class)
        .answer()
        .accept(new GraderActor.Broken(new GraderGoneException("graders.g", "its program died")));

    assertThat(join(graded))
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.resolved().verdicts().get("production")).isEmpty();
              assertThat(g.halts())
                  .containsExactly(
                      new Graded.Missing(
                          new Halt(Halt.Kind.FAILED, "graders.g: its program died"),
                          Set.of("rude")));
            });
  }

  @Test
  void keepsTheVerdictsOnSeveralRepliesApartWhateverTheirOrder() {
    CompletionStage<List<Graded>> graded = graded(List.of(replied(1, 3)));
    List<GraderActor.Grade> asked = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      asked.add(grader.expectMessageClass(GraderActor.Grade.class));
    }
    asked.sort(
        Comparator.comparing((GraderActor.Grade grade) -> grade.item().replyKey()).reversed());
    for (GraderActor.Grade grade : asked) {
      boolean second = grade.item().replyKey().equals("key1-2");
      grade.answer().accept(new GraderActor.Graded(Map.of("rude", Verdict.graded(second))));
    }

    assertThat(join(graded))
        .singleElement()
        .satisfies(
            g -> {
              assertThat(g.resolved().verdicts().get("production"))
                  .isEqualTo(Map.of("rude", Verdict.graded(false)));
              assertThat(g.resolved().repeats())
                  .containsExactly(
                      Map.of("production", Map.of("rude", Verdict.graded(true))),
                      Map.of("production", Map.of("rude", Verdict.graded(false))));
            });
  }

  @Test
  void asksNobodyAboutAReplyWhoseTextWasPurged() {
    Replied replied = replied(1, 1);
    Replied purged =
        new Replied(
            replied.admitted(),
            List.of(reply(1, 1, new Held.Purged<>(Instant.EPOCH))),
            Optional.empty(),
            CompletableFuture.completedFuture(null));

    assertThat(join(graded(List.of(purged))))
        .singleElement()
        .satisfies(
            g ->
                assertThat(g.resolved().verdicts().get("production"))
                    .isEqualTo(Map.of("rude", new Verdict.Ungraded("purged"))));
    grader.expectNoMessage();
    try (JournalReader reader = JournalReader.open(RunFolder.open(folder.resolve("run")))) {
      assertThat(reader.admissions(1).next().verdicts())
          .containsExactly(
              new VerdictRow(1, "production", "rude", "f", new Verdict.Ungraded("purged")));
    }
  }

  private CompletionStage<List<Graded>> graded(long... numbers) {
    return graded(Arrays.stream(numbers).mapToObj(number -> replied(number, 1)).toList());
  }

  private CompletionStage<List<Graded>> graded(List<Replied> replied) {
    GraderWork work =
        new GraderWork("g", "f", Set.of("rude"), new Population.Everything(), grader.ref());
    return Source.from(replied)
        .via(
            Verdicts.flow(
                List.of(work), control::decided, journal.orElseThrow(), 10, new Outstanding()))
        .runWith(Sink.seq(), KIT.system());
  }

  private Replied replied(long number, int samples) {
    Prefix prefix =
        new Prefix(
            "c" + number,
            0,
            List.of(),
            List.of(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode());
    Admission admission =
        new Admission(
            number, prefix, Optional.empty(), Optional.empty(), new Position("log", 1), Map.of());
    journal.orElseThrow().append(admission);
    return new Replied(
        Admitted.fresh(admission),
        IntStream.rangeClosed(1, samples).mapToObj(sample -> reply(number, sample)).toList(),
        Optional.empty(),
        CompletableFuture.completedFuture(null));
  }

  private static LaneReply reply(long number, int sample) {
    return reply(number, sample, new Held.There<>(REPLY));
  }

  private static LaneReply reply(long number, int sample, Held<Reply> text) {
    return new LaneReply(
        "production",
        sample,
        "key" + number + "-" + sample,
        ReplyState.ANSWERED,
        "",
        () -> text,
        false,
        false,
        Optional.empty(),
        false);
  }

  private static List<Graded> join(CompletionStage<List<Graded>> graded) {
    return graded.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }
}
