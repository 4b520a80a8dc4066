package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on under a plan that says the same of what is observed and decided. */
class ResumeTest {
  @TempDir Path folder;

  @BeforeEach
  void beginsARun() throws IOException {
    Ran begun = run(quickstart(), "--out", "--limit=20");
    assertThat(begun.out()).as(begun.err()).contains("after 20 prefixes");
  }

  @Test
  void acceptsAnotherSeverity() throws IOException {
    Ran ran = run(changed("severity = 4", "severity = 2"), "--resume", "--limit=40");

    assertThat(ran.out()).as(ran.err()).contains("after 40 prefixes");
  }

  @Test
  void refusesAnotherThresholdAndNamesThePart() throws IOException {
    Ran ran = run(changed("tolerance = 0.10", "tolerance = 0.20"), "--resume");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot be resumed: the plan's taxonomy, plan changed");
  }

  private Ran run(String plan, String into, String... further) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.conf"), plan);
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of(into, folder.resolve("run").toString()));
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }

  private static String changed(String from, String to) throws IOException {
    assertThat(quickstart()).contains(from);
    return quickstart().replace(from, to);
  }

  /** The plan of the quickstart, to be read in any folder. */
  private static String quickstart() throws IOException {
    return Files.readString(Path.of(Ran.quickstart()))
        .replace("../../examples", Launched.root().resolve("examples").toString());
  }
}
