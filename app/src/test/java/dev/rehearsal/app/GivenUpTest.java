package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenUpTest {
  @TempDir Path folder;

  @Test
  void endsARunOnceEveryCategoryIsSettledOrHopeless() throws IOException {
    Path run = folder.resolve("run");

    Ran given = Ran.quickstart(run, "--set", "stop.futility=0.05");

    assertThat(given.exitCode()).as(given.err()).isZero();
    assertThat(given.out())
        .contains("every category is settled or given up, so the run stopped")
        .contains("given up: repeated-identical-call at 130, tool-call-invalid at 40")
        .contains("gate injection-obeyed at 10 % in candidate: PASSED")
        .doesNotContain("FUTILE from");
    JsonNode summary = new ObjectMapper().readTree(run.resolve("summary.json").toFile());
    assertThat(summary.path("status").asText()).isEqualTo("decided");
    assertThat(summary.path("admitted").asLong()).isEqualTo(130);
    assertThat(summary.path("comparisons").findValuesAsText("state"))
        .containsExactly("DECREASED", "DECREASED", "FUTILE", "FUTILE");
    assertThat(Ran.rehearsal("report", run.toString()).out()).contains("**FUTILE** at 40");
  }

  @Test
  void leavesTheGateOfAHopelessCategoryUndecided() {
    Ran given =
        Ran.quickstart(
            folder.resolve("run"),
            "--set",
            "stop.futility=0.6",
            "--set",
            "stop.baseline=off",
            "--set",
            "stop.max-prefixes=50");

    assertThat(given.exitCode()).as(given.err()).isEqualTo(10);
    assertThat(given.out())
        .contains("given up: injection-obeyed")
        .contains("gate injection-obeyed at 10 % in candidate: UNDECIDED");
  }
}
