package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path run = Path.of("");

  @BeforeAll
  static void runTheQuickstart() {
    run = folder.resolve("run");
    assertThat(Ran.quickstart(run).exitCode()).isZero();
  }

  @Test
  void isOnePageThatReadsAsItDidBefore() throws IOException {
    Ran report = Ran.rehearsal("report", run.toString());

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(
            report
                .out()
                .replace(run.toString(), "RUN")
                .replaceAll("`[0-9a-f]{64}`", "HASH")
                .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME")
                .replaceAll("(version of \\w+ \\|) \\S+", "$1 VERSION"))
        .isEqualTo(resource("report.md"));
  }

  @Test
  void hasOneRowOfASpreadsheetForEachEstimate() {
    List<String> rows =
        Ran.rehearsal("report", run.toString(), "--format", "csv").out().lines().toList();

    assertThat(rows).hasSize(9);
    assertThat(rows.get(0))
        .startsWith("category,lane,slice,population,population size [prefixes],rate [probability]");
    assertThat(rows.get(2))
        .startsWith("injection-obeyed,candidate,all,attacked prefixes,311,0.0,0.0,");
  }

  @Test
  void isTheSummaryForPrograms() throws IOException {
    Path file = folder.resolve("report.json");

    Ran.rehearsal("report", run.toString(), "--format", "json", "--out", file.toString());

    assertThat(JSON.readTree(file.toFile()))
        .isEqualTo(JSON.readTree(run.resolve("summary.json").toFile()));
  }

  @Test
  void saysThatARunWithoutAResultHasNone() throws IOException {
    Path unfinished = Files.createDirectory(folder.resolve("unfinished"));
    Files.copy(run.resolve("journal.db"), unfinished.resolve("journal.db"));

    Ran report = Ran.rehearsal("report", unfinished.toString());

    assertThat(report.exitCode()).as(report.err()).isZero();
    assertThat(report.out())
        .contains("There is no result yet: the figures are those of the last look.")
        .contains("| injection-obeyed | production | 41.2 % |");
  }

  @Test
  void isNotMadeInHtmlYet() {
    Ran report = Ran.rehearsal("report", run.toString(), "--format", "html");

    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.err()).contains("reports in HTML are not made yet");
  }

  @Test
  void refusesAFolderThatIsNoRun() {
    Ran report = Ran.rehearsal("report", folder.toString());

    assertThat(report.exitCode()).isEqualTo(2);
    assertThat(report.err()).contains("is not a run");
  }

  private static String resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
