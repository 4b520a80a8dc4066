package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run whose grader is a program that does not work. */
class GoneGraderTest {
  private static final int LOG = 50;
  private static final String PROGRAM =
      """
      [ -e mended ] || exit 3
      while IFS= read -r line; do
        id=${line#'{"id":'}
        printf '{"id":%s,"verdicts":{"bad":{"violates":false}}}\\n' "${id%%,*}"
      done
      """;

  @TempDir Path folder;

  @Test
  void stopsTheRunMakesNoVerdictUpAndGoesOnOnceMended() throws IOException {
    Files.writeString(folder.resolve("grade.sh"), PROGRAM);
    Study study = new Study(folder);
    Path log = study.log(1, LOG);
    Path plan =
        study.plan(
            "plan",
            """
            source { type = jsonl, paths = ["%s"] }
            lanes { production = recorded }
            graders { checks { type = process, command = [sh, grade.sh]
              restarts = 2, restart-delay = 1ms } }
            categories = [ { id = bad, grader = checks } ]
            estimate { estimand = log }
            stop { rules = off }
            """
                .formatted(log));
    Path run = folder.resolve("run");

    Launched failed = InProcess.rehearsal("run", plan.toString(), "--out=" + run);

    assertThat(failed.exitCode()).as(failed.err()).isEqualTo(1);
    assertThat(failed.out())
        .contains("FAILED after 0 prefixes: graders.checks: its program ended 3 times in a row");
    assertThat(failed.err()).contains("resume with: rehearsal run");
    assertThat(verdicts(run)).isZero();

    Files.createFile(folder.resolve("mended"));
    Launched resumed = InProcess.rehearsal("run", plan.toString(), "--resume=" + run);

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    JsonNode estimate = Study.summary(run).path("estimates").get(0);
    assertThat(estimate.path("trials").asInt()).isEqualTo(LOG);
    assertThat(estimate.path("ungraded").asInt()).isZero();
  }

  private static int verdicts(Path run) {
    AtomicInteger verdicts = new AtomicInteger();
    Study.journal(run, admission -> verdicts.addAndGet(admission.verdicts().size()));
    return verdicts.get();
  }
}
