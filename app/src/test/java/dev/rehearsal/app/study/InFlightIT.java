package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many calls are in flight, and how fast they are, must not show in any number. */
class InFlightIT {
  private static final String RATES = "seed = 4, rates { shy = 0.05, bold = 0.25 }\n";

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void estimatesAreTheSameWithOneAndWithManyInFlight() {
    compare(240, "latency = \"1ms..4ms\"", "latency = 2ms, hit-latency-factor = 8", 1);
  }

  @Test
  @Tag("slow")
  void estimatesAreTheSameWithOneAndWithManyInFlightOnALongRun() {
    compare(3000, "latency = \"10ms p99 200ms\"", "latency = 10ms, hit-latency-factor = 8", 1);
  }

  private void compare(int size, String slow, String slowHits, int one) {
    Path log = new Study(folder).log(3, size);
    Map<String, String> first = outcome(log, "fast-1", "", one);
    for (Map.Entry<String, String> endpoint :
        List.of(Map.entry("fast", ""), Map.entry("slow", slow), Map.entry("slow-hits", slowHits))) {
      for (int inFlight : new int[] {one, 256}) {
        String name = endpoint.getKey() + "-" + inFlight + "-in-flight";
        assertThat(outcome(log, name, endpoint.getValue(), inFlight)).as(name).isEqualTo(first);
      }
    }
    assertThat(first.get("estimates")).contains("\"BELOW\"").contains("\"ABOVE\"");
  }

  private Map<String, String> outcome(Path log, String name, String latency, int inFlight) {
    Path run = folder.resolve(name);
    try (Endpoint endpoint = Endpoint.start(folder, RATES + latency)) {
      String settings = "timeout = 30s, in-flight = " + inFlight;
      PlanText plan =
          new PlanText(log)
              .lane("baseline", endpoint.url(), settings)
              .lane("candidate", endpoint.url(), settings)
              .category("shy", "tolerance = 0.15")
              .category("bold", "tolerance = 0.15")
              .with("stop { look-every = 20, baseline = off }");
      Launched launched =
          InProcess.rehearsal(
              "run",
              new Study(folder).plan(name, plan.toString()).toString(),
              "--out",
              run.toString());
      assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
    }
    return Study.outcome(run);
  }
}
