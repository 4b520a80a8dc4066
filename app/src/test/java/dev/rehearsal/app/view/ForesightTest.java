package dev.rehearsal.app.view;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.standing.CategoryEstimator;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Further;
import dev.rehearsal.standing.Reach;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ForesightTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  private final CategoryQuestion question =
      new CategoryQuestion(
              "refusal",
              "prefixes",
              OptionalLong.empty(),
              List.of("candidate"),
              List.of(),
              Map.of("candidate", LU7),
              LU7,
              List.of(new StopRule.Threshold(0.05)),
              Optional.empty(),
              0.05,
              0.05,
              10,
              true)
          .withReach(new Reach(OptionalLong.of(2_000), Map.of(), 0));
  private final CategoryEstimator estimator = new CategoryEstimator(question);
  private final Foresight foresight = new Foresight(List.of(question), Runnable::run);

  @Test
  void saysOnTheProgressLineAndInTheTableWhenAllIsDecided() {
    RunMoment moment = after(100, Duration.ofSeconds(10));

    assertThat(Headlines.progress(moment))
        .matches(".* · all decided in about [0-9,]+, \\d+ s · .*");
    assertThat(
            StandingTable.lines(
                moment.progress().orElseThrow().standing(), moment.further(), false, 200))
        .anyMatch(line -> line.matches(".*undecided, till ~[0-9,]+ .*"));
  }

  @Test
  void saysWhenTheEndComesFirst() {
    RunMoment moment = after(100, Duration.ofSeconds(10));
    RunMoment shorter =
        new RunMoment(
            moment.progress(),
            OptionalLong.of(110),
            0,
            moment.elapsed(),
            Map.of(),
            new Foresight(List.of(question), Runnable::run),
            moment.vitals(),
            Optional.empty(),
            Optional.empty());

    assertThat(Headlines.progress(shorter))
        .contains("1 of 1 open categories hardly decided by the end");
  }

  @Test
  void isPartOfTheProgressThatProgramsRead() throws IOException {
    StringWriter out = new StringWriter();
    new JsonView(new PrintWriter(out), new PrintWriter(new StringWriter()))
        .show(after(100, Duration.ofSeconds(10)));

    JsonNode expected =
        new ObjectMapper().readTree(out.toString()).path("expected").path("refusal");
    assertThat(expected.path("furtherPrefixes").asDouble()).isBetween(10.0, 1_900.0);
    assertThat(expected.path("seconds").asDouble())
        .isEqualTo(expected.path("furtherPrefixes").asDouble() / 10);
    assertThat(expected.path("chance").asDouble()).isBetween(0.5, 1.0);
  }

  @Test
  void guessesAnewOnlyNowAndThen() {
    Map<String, Further> first = after(100, Duration.ofSeconds(10)).further();
    Map<String, Further> soon = after(200, Duration.ofSeconds(11)).further();
    Map<String, Further> later = after(201, Duration.ofSeconds(20)).further();

    assertThat(soon).isEqualTo(first);
    assertThat(later).isNotEqualTo(first).containsOnlyKeys("refusal");
  }

  @Test
  void neverKeepsWhoLooksWaiting() {
    List<Runnable> work = new ArrayList<>();
    Foresight beside = new Foresight(List.of(question), work::add);
    RunMoment moment = after(100, Duration.ofSeconds(10));
    Standing standing = moment.progress().orElseThrow().standing();

    assertThat(beside.of(standing, Duration.ofSeconds(10))).isEmpty();
    assertThat(beside.of(standing, Duration.ofSeconds(90))).isEmpty();
    assertThat(work).hasSize(1);
    work.get(0).run();
    assertThat(beside.of(standing, Duration.ofSeconds(91))).isEqualTo(moment.further());
    beside.close();
    after(1_000, Duration.ofSeconds(200));
    beside.of(new Standing(1_000, List.of(estimator.standing())), Duration.ofSeconds(200));
    assertThat(work).hasSize(1);
  }

  /** A fortieth of the prefixes are hits. */
  private RunMoment after(long prefixes, Duration elapsed) {
    for (long n = counted() + 1; n <= prefixes; n++) {
      estimator.observe(
          new Resolved(
              n, List.of(), Map.of("candidate", Map.of("refusal", Verdict.graded(n % 40 == 0)))));
    }
    Standing standing = new Standing(prefixes, List.of(estimator.standing()));
    return new RunMoment(
        Optional.of(new Progress(standing, Map.of(), Map.of(), true, Optional.empty())),
        OptionalLong.of(2_000),
        0,
        elapsed,
        Map.of(),
        foresight,
        Moments.vitals(prefixes, false),
        Optional.empty(),
        Optional.empty());
  }

  private long counted() {
    return estimator.standing().estimates().get(0).counts().trials();
  }
}
