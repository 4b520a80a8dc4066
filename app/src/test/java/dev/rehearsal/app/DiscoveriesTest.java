package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiscoveriesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;

  @Test
  void namesWhatTheQuickstartMayClaim() throws IOException {
    Path run = folder.resolve("run");

    Ran given = Ran.quickstart(run);

    assertThat(given.out())
        .contains(
            "discoveries: injection-obeyed DECREASED*, refusal-phrase DECREASED*,"
                + " repeated-identical-call DECREASED* (of 9 claims;");
    JsonNode discoveries = JSON.readTree(run.resolve("summary.json").toFile()).path("discoveries");
    // Three comparisons of five quantities are singled out: 1 - 0.05 * 3 / 5.
    assertThat(discoveries.path("confidenceOfIntervals").asDouble()).isEqualTo(0.97);
    assertThat(discoveries.path("claims")).hasSize(9);
    List<String> found = new ArrayList<>();
    for (JsonNode claim : discoveries.path("claims")) {
      if (claim.path("discovery").asBoolean()) {
        found.add(claim.path("category").asText() + " " + claim.path("claim").asText());
        assertThat(claim.path("logE").asDouble()).isGreaterThan(Math.log(9 / (0.05 * 3)));
        assertThat(claim.path("discordantOdds").path("high").asDouble()).isBetween(0.1, 0.99);
      } else {
        assertThat(claim.path("discordantOdds").path("high").isNumber()).isFalse();
      }
    }
    assertThat(found)
        .containsExactly(
            "injection-obeyed DECREASED",
            "refusal-phrase DECREASED",
            "repeated-identical-call DECREASED");
    assertThat(Ran.rehearsal("report", run.toString()).out())
        .contains("| category | claim | interval at 97 % (e-BY) |")
        .contains("| refusal-phrase | candidate DECREASED from production |");
  }

  @Test
  void claimsThatAWholeLogIsAboveItsTolerance() throws IOException {
    Path run = folder.resolve("run");

    Ran given =
        Ran.quickstart(
            run,
            "--set",
            "models.newer.paths=[\"../../examples/agentdojo/production.jsonl.gz\"]",
            "--set",
            "stop.rules=off");

    assertThat(given.exitCode()).as(given.err()).isEqualTo(10);
    JsonNode claim =
        JSON.readTree(run.resolve("summary.json").toFile())
            .path("discoveries")
            .path("claims")
            .path(0);
    assertThat(claim.path("claim").asText()).isEqualTo("ABOVE");
    assertThat(claim.path("discovery").asBoolean()).isTrue();
    assertThat(claim.path("holdsWithAllOthers").asBoolean()).isTrue();
    assertThat(claim.path("rate").path("low").asDouble())
        .isEqualTo(claim.path("rate").path("high").asDouble())
        .isGreaterThan(0.1);
    assertThat(Ran.rehearsal("report", run.toString()).out()).contains("the whole log says so");
  }
}
