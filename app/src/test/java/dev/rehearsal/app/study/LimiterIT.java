package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the limiter lets through, as the server saw it. */
class LimiterIT {
  private static final int LIMIT = 600;
  private static final double MINUTE = 60_000;

  @TempDir Path folder;

  @Test
  void pacesFromTheFirstRequestOn() {
    List<Double> starts = starts(25);

    double seconds = (starts.get(starts.size() - 1) - starts.get(0)) / 1000;
    assertThat(Starts.mostOf(starts, 1000)).isLessThanOrEqualTo(LIMIT / 60 + LIMIT / 200 + 1);
    assertThat(starts.size() / seconds).isBetween(0.8 * LIMIT / 60, 1.2 * LIMIT / 60);
  }

  @Test
  @Tag("slow")
  void noSlidingMinuteIsAboveTheLimitAndLittleOfItIsWasted() {
    List<Double> starts = starts(LIMIT * 7 / 4);

    double first = starts.get(0);
    double minutes = Math.floor((starts.get(starts.size() - 1) - first) / MINUTE * 10) / 10;
    long used =
        starts.stream().filter(at -> at >= first + MINUTE && at < first + minutes * MINUTE).count();
    double share = used / (LIMIT * (minutes - 1));
    int most = Starts.mostOf(starts, MINUTE);
    System.out.printf(
        "limiter: %d requests in %.1f minutes; at most %d of %d in a sliding minute; after the"
            + " first minute %.1f %% used%n",
        starts.size(), minutes, most, LIMIT, 100 * share);
    assertThat(minutes).isGreaterThan(3);
    assertThat(most).isLessThanOrEqualTo(LIMIT);
    assertThat(share).isGreaterThanOrEqualTo(0.95);
  }

  /** When the requests of two lanes that share a credential arrived, in order. */
  private List<Double> starts(int prefixes) {
    Study study = new Study(folder);
    List<Endpoint.Call> calls;
    try (Endpoint endpoint =
        Endpoint.start(
            folder, "seed = 8, latency = \"20ms p99 500ms\", requests-per-minute = " + LIMIT)) {
      PlanText plan =
          new PlanText(study.log(8, prefixes))
              .lane("baseline", endpoint.url(), "timeout = 30s, limits = shared")
              .lane("candidate", endpoint.url(), "timeout = 30s, limits = shared")
              .category("bad", "")
              .with("limits { shared { requests-per-minute = " + LIMIT + " } }")
              .with("stop.rules = off");
      Launched launched =
          InProcess.rehearsal(
              "run",
              study.plan("limited", plan.toString()).toString(),
              "--out",
              folder.resolve("run").toString());
      assertThat(launched.exitCode()).as(launched.err()).isZero();
      calls = endpoint.stop();
    }
    assertThat(calls).extracting(Endpoint.Call::outcome).containsOnly("answered");
    assertThat(calls).hasSize(2 * prefixes);
    return calls.stream().map(Endpoint.Call::start).sorted().toList();
  }
}
