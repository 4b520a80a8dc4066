package dev.rehearsal.app.study;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.actors.simulated.Fault;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.StoredReply;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs over HTTP against a server that does everything wrong now and then. */
class FaultsIT {
  private static final Map<String, Double> TRUTH = Map.of("rare", 0.01, "some", 0.03, "often", 0.1);
  private static final List<String> LANES = List.of("baseline", "candidate");

  /** Until a client is collected its connections stay open: no server has to hold those of all. */
  private static final int RUNS_OF_ONE_SERVER = 20;

  private static final String FAULTY =
      "seed = 20, faults = 0.05, drip-for = 30s, retry-after = 1s, latency = \"1ms..4ms\"\n"
          + "rates { rare = 0.01, some = 0.03, often = 0.1 }";

  @TempDir Path folder;

  /** So patient that a busy machine turns no answer that was sent into one that came too late. */
  @Test
  void everyPrefixIsAnsweredBlockedOrFailed() {
    Study study = new Study(folder);
    Path run = folder.resolve("run");
    Set<String> happened;
    List<Endpoint.Call> calls;
    try (Endpoint endpoint = Endpoint.start(folder, FAULTY)) {
      Path plan = study.plan("faults", plan(study.log(1, 600), endpoint, "3s", "stop.rules = off"));

      Launched launched = InProcess.rehearsal("run", plan.toString(), "--out", run.toString());

      assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
      calls = endpoint.stop();
    }
    happened = calls.stream().map(Endpoint.Call::outcome).collect(toSet());
    assertThat(happened).containsAll(Arrays.stream(Fault.values()).map(Fault::text).toList());
    List<StoredReply> replies = everyReplyIsExplained(run, 600);
    assertThat(keys(replies, ReplyState.BLOCKED))
        .isNotEmpty()
        .isEqualTo(keys(calls, Fault.CONTENT_BLOCKED));
    assertThat(keys(replies, ReplyState.ANSWERED)).containsAll(keys(calls, Fault.CONTENT_FILTER));
    assertThat(replies.stream().filter(reply -> filtered(reply)).map(StoredReply::key))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(keys(calls, Fault.CONTENT_FILTER));
  }

  @Test
  @Tag("slow")
  void worstCaseIntervalsHoldTheTruthUnderFaults() {
    int missed = 0;
    long blocked = 0;
    long failed = 0;
    long answered = 0;
    for (int first = 1; first <= 200; first += RUNS_OF_ONE_SERVER) {
      try (Endpoint endpoint = Endpoint.start(folder, FAULTY)) {
        for (int seed = first; seed < first + RUNS_OF_ONE_SERVER; seed++) {
          JsonNode summary = summary(seed, endpoint);
          everyLaneAddsUp(summary);
          answered += summary.at("/replies/answered").asLong();
          blocked += summary.at("/replies/blocked").asLong();
          failed += summary.at("/replies/failed").asLong();
          missed += missesTheTruth(summary) ? 1 : 0;
        }
        endpoint.stop();
      }
    }
    System.out.printf(
        "faults: 200 runs, %d answered, %d blocked, %d failed; the worst-case intervals of %d runs"
            + " missed the truth (at most 20 may)%n",
        answered, blocked, failed, missed);
    assertThat(blocked).isPositive();
    assertThat(failed).isPositive();
    assertThat(missed).isLessThanOrEqualTo(20);
  }

  private JsonNode summary(int seed, Endpoint endpoint) {
    Study study = new Study(folder);
    Path run = folder.resolve("run-" + seed);
    String text = plan(study.log(seed, 250), endpoint, "500ms", "sample.seed = " + seed);
    Path plan = study.plan("faults-" + seed, text);
    Launched launched = InProcess.rehearsal("run", plan.toString(), "--out", run.toString());
    assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
    return Study.summary(run);
  }

  private static String plan(Path log, Endpoint endpoint, String timeout, String more) {
    String impatient = "timeout = " + timeout + ", attempts = 2, in-flight = 32";
    return new PlanText(log)
        .lane("baseline", endpoint.url(), impatient)
        .lane("candidate", endpoint.url(), impatient)
        .category("rare", "tolerance = 0.05")
        .category("some", "tolerance = 0.05")
        .category("often", "tolerance = 0.05")
        .with("stop.look-every = 25")
        .with(more)
        .toString();
  }

  /** Of each lane and prefix the journal has one final word; what is missing has its reason. */
  private static List<StoredReply> everyReplyIsExplained(Path run, int admitted) {
    List<StoredReply> replies = new ArrayList<>();
    Study.journal(
        run,
        recovered -> {
          assertThat(recovered.replies())
              .extracting(StoredReply::lane)
              .containsExactlyInAnyOrderElementsOf(LANES);
          recovered.replies().stream()
              .filter(reply -> reply.state() != ReplyState.ANSWERED)
              .forEach(reply -> assertThat(reply.reason()).isNotBlank());
          recovered
              .verdicts()
              .forEach(row -> assertThat(row.verdict()).isInstanceOf(Verdict.Graded.class));
          replies.addAll(recovered.replies());
        });
    JsonNode summary = Study.summary(run);
    assertThat(summary.path("admitted").asInt()).isEqualTo(admitted);
    everyLaneAddsUp(summary);
    for (JsonNode estimate : summary.path("estimates")) {
      JsonNode lane = summary.path("replies").path("lanes").path(estimate.path("lane").asText());
      assertThat(estimate.path("trials").asInt()).isEqualTo(lane.path("answered").asInt());
      assertThat(estimate.path("ungraded").asInt())
          .isEqualTo(lane.path("blocked").asInt() + lane.path("failed").asInt());
    }
    return replies;
  }

  private static void everyLaneAddsUp(JsonNode summary) {
    for (String lane : LANES) {
      JsonNode counts = summary.path("replies").path("lanes").path(lane);
      assertThat(
              counts.path("answered").asLong()
                  + counts.path("blocked").asLong()
                  + counts.path("failed").asLong())
          .as("%s: %s", lane, counts)
          .isPositive()
          .isEqualTo(summary.path("admitted").asLong());
    }
  }

  /** Whether the worst-case interval of any lane and category leaves the true rate out. */
  private static boolean missesTheTruth(JsonNode summary) {
    boolean missed = false;
    assertThat(summary.path("estimates")).hasSize(LANES.size() * TRUTH.size());
    for (JsonNode estimate : summary.path("estimates")) {
      double truth = TRUTH.getOrDefault(estimate.path("category").asText(), Double.NaN);
      missed |=
          !(estimate.path("lowIfMissingClean").asDouble() <= truth
              && truth <= estimate.path("highIfMissingHit").asDouble());
    }
    return missed;
  }

  private static boolean filtered(StoredReply reply) {
    return reply.finishReason().filter("content_filter"::equals).isPresent();
  }

  private static Set<String> keys(List<StoredReply> replies, ReplyState state) {
    return replies.stream().filter(r -> r.state() == state).map(StoredReply::key).collect(toSet());
  }

  private static Set<String> keys(List<Endpoint.Call> calls, Fault fault) {
    return calls.stream()
        .filter(call -> call.outcome().equals(fault.text()))
        .map(Endpoint.Call::key)
        .collect(toSet());
  }
}
