package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.typed.ActorRef;
import akka.stream.javadsl.Sink;
import akka.stream.javadsl.Source;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.testing.CategoryQuestions;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** {@code settled} is decided at the first look, {@code open} never. */
class EstimatesTest {
  private static final ActorTestKit KIT = ActorTestKit.create();
  private static final int LOOK = 20;
  private static final Halt DEAD = new Halt(Halt.Kind.FAILED, "the judge is dead");

  @AfterAll
  static void stop() {
    KIT.shutdownTestKit();
  }

  @Test
  void decidesOneCategoryAndGoesOnWithTheOther() {
    Progress last = last(prefixes(100));

    assertThat(last.standing().watermark()).isEqualTo(100);
    assertThat(category(last, "settled").decidedAt()).hasValue(LOOK);
    assertThat(category(last, "open").decided()).isFalse();
  }

  @Test
  void endsBeforeThePrefixThatHalted() {
    Progress last = last(missing(50, Set.of("open")));

    assertThat(last.halt()).contains(DEAD);
    assertThat(last.standing().watermark()).isEqualTo(49);
    assertThat(category(last, "open").estimates().get(0).counts().trials()).isEqualTo(49);
  }

  @Test
  void tellsThoseBesideItOfWhatItCountsAndNoMore() {
    List<Long> told = new ArrayList<>();

    last(missing(50, Set.of("open")), (time, prefix) -> told.add(prefix.number()));

    assertThat(told).containsExactlyElementsOf(LongStream.rangeClosed(1, 49).boxed().toList());
  }

  @Test
  void endsBeforeAPrefixThatLacksAReply() {
    assertThat(last(missing(50, Set.of())).standing().watermark()).isEqualTo(49);
  }

  @Test
  void passesOverAHaltOfAGraderWhoseCategoriesWereDecidedBefore() {
    Progress last = last(missing(50, Set.of("settled")));

    assertThat(last.halt()).isEmpty();
    assertThat(last.standing().watermark()).isEqualTo(100);
    assertThat(category(last, "settled").estimates().get(0).counts().trials()).isEqualTo(LOOK);
  }

  @Test
  void haltsWhereTheCategoryIsDecidedByALaterLookOnly() {
    Progress last = last(missing(LOOK, Set.of("settled")));

    assertThat(last.halt()).contains(DEAD);
    assertThat(last.standing().watermark()).isEqualTo(LOOK - 1);
  }

  /** As prefixes come; {@code number} lacks the verdicts of these categories, or of all. */
  private static List<Graded> missing(int number, Set<String> categories) {
    List<Graded> graded = prefixes(100);
    Map<String, Verdict> verdicts = verdicts();
    if (categories.isEmpty()) {
      verdicts.clear();
    }
    categories.forEach(verdicts::remove);
    graded.set(number - 1, graded(number, verdicts, List.of(new Graded.Missing(DEAD, categories))));
    return graded;
  }

  private static List<Graded> prefixes(int count) {
    List<Graded> graded = new ArrayList<>();
    for (int number = 1; number <= count; number++) {
      graded.add(graded(number, verdicts(), List.of()));
    }
    return graded;
  }

  private static Graded graded(
      long number, Map<String, Verdict> verdicts, List<Graded.Missing> missing) {
    return new Graded(
        new Resolved(number, List.of(), Map.of("production", verdicts)),
        Optional.empty(),
        List.of(),
        missing);
  }

  private static Map<String, Verdict> verdicts() {
    return new HashMap<>(Map.of("settled", Verdict.graded(false), "open", Verdict.graded(false)));
  }

  private static Progress last(List<Graded> graded) {
    return last(graded, (time, prefix) -> {});
  }

  private static Progress last(List<Graded> graded, Counting counting) {
    List<ActorRef<EstimatorActor.Command>> estimators =
        List.of(
            KIT.spawn(EstimatorActor.create(CategoryQuestions.threshold("settled", 0.5, LOOK))),
            KIT.spawn(EstimatorActor.create(CategoryQuestions.threshold("open", 1e-9, LOOK))));
    return Source.from(graded)
        .via(Estimates.flow(estimators, LOOK, KIT.system().scheduler(), () -> false, counting))
        .runWith(Sink.last(), KIT.system())
        .toCompletableFuture()
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
  }

  private static CategoryStanding category(Progress progress, String id) {
    return progress.standing().categories().stream()
        .filter(c -> c.category().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
