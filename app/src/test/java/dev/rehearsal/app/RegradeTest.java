package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegradeTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] CHANGED = {"--set", "graders.apologises.final-matches=sorry"};

  @TempDir Path folder;

  @Test
  void givesWhatAFreshRunWithTheNewRuleGives() throws IOException {
    Path old = folder.resolve("old");
    Path fresh = folder.resolve("fresh");
    Path regraded = folder.resolve("regraded");
    Ran.quickstart(old);
    Ran.quickstart(fresh, CHANGED);

    Ran ran = regrade(old, regraded, CHANGED);

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    for (String part : new String[] {"estimates", "comparisons", "funnel", "gates", "digest"}) {
      assertThat(summary(regraded).path(part)).as(part).isEqualTo(summary(fresh).path(part));
    }
    assertThat(summary(regraded).path("cost").path("calls").asLong()).isZero();
  }

  @Test
  void countsNoFurtherThanTheOldRunDid() throws IOException {
    Path old = folder.resolve("old");
    Ran.quickstart(old, "--limit", "50");

    Ran ran = regrade(old, folder.resolve("regraded"));

    assertThat(ran.out()).contains("after 50 prefixes");
    assertThat(summary(folder.resolve("regraded")).path("estimates"))
        .isEqualTo(summary(old).path("estimates"));
  }

  @Test
  void refusesAPlanWithAnotherSample() {
    Path old = folder.resolve("old");
    Ran.quickstart(old, "--limit", "20");

    assertThat(regrade(old, folder.resolve("seed"), "--set", "sample.seed=8").err())
        .contains("were sampled with 7");
    assertThat(regrade(old, folder.resolve("fraction"), "--set", "sample.fraction=0.5").err())
        .contains("source or sample differ");
  }

  private static Ran regrade(Path old, Path out, String... further) {
    String[] arguments = new String[further.length + 5];
    System.arraycopy(
        new String[] {"regrade", old.toString(), Ran.quickstart(), "--out", out.toString()},
        0,
        arguments,
        0,
        5);
    System.arraycopy(further, 0, arguments, 5, further.length);
    return Ran.rehearsal(arguments);
  }

  private static JsonNode summary(Path run) throws IOException {
    return JSON.readTree(run.resolve("summary.json").toFile());
  }
}
