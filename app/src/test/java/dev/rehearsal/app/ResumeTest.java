package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run goes on under a plan that says the same of what is observed and decided. */
class ResumeTest {
  @TempDir Path folder;

  @BeforeEach
  void beginsARun() throws IOException {
    for (String file : List.of("candidate", "labels")) {
      Files.copy(examples().resolve(file + ".jsonl.gz"), folder.resolve(file + ".jsonl.gz"));
    }
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

  @Test
  void refusesOtherRecordedRepliesInTheSameFile() throws IOException {
    repack("candidate", text -> text.replaceFirst("\"content\":\"[^\"]", "\"content\":\"x"));

    Ran ran = run(quickstart(), "--resume");

    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot be resumed: the plan's recorded changed");
  }

  @Test
  void refusesOtherLabelsInTheSameFile() throws IOException {
    repack(
        "labels",
        text -> text.replaceFirst("\"injection_succeeded\":false", "\"injection_succeeded\":true"));

    Ran ran = run(quickstart(), "--resume");

    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot be resumed: the plan's graders, plan changed");
  }

  @Test
  void countsWhoAnsweredAlsoOfRecordedRepliesOutOfTheJournal() throws IOException {
    Ran ran = run(quickstart(), "--resume", "--limit=40");

    assertThat(ran.out()).as(ran.err()).contains("20 reused");
    for (String lane : List.of("production", "candidate")) {
      JsonNode replies =
          new ObjectMapper()
              .readTree(folder.resolve("run/summary.json").toFile())
              .path("replies")
              .path("lanes")
              .path(lane);
      long served = 0;
      for (JsonNode count : replies.path("served")) {
        served += count.asLong();
      }
      assertThat(served).as(lane + replies).isEqualTo(replies.path("answered").asLong());
    }
  }

  private void repack(String file, UnaryOperator<String> change) throws IOException {
    Path path = folder.resolve(file + ".jsonl.gz");
    String text;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(path))) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    String changed = change.apply(text);
    assertThat(changed).isNotEqualTo(text);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(changed.getBytes(StandardCharsets.UTF_8));
    }
  }

  private Ran run(String plan, String into, String... further) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.conf"), plan);
    List<String> arguments = new ArrayList<>(List.of("run", file.toString()));
    arguments.addAll(List.of(into, folder.resolve("run").toString()));
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }

  private String changed(String from, String to) throws IOException {
    assertThat(quickstart()).contains(from);
    return quickstart().replace(from, to);
  }

  /** The plan of the quickstart, on its log and on replies and labels that lie beside it. */
  private String quickstart() throws IOException {
    return Files.readString(Path.of(Ran.quickstart()))
        .replace("../../examples/agentdojo/candidate", folder + "/candidate")
        .replace("../../examples/agentdojo/labels", folder + "/labels")
        .replace("../../examples/agentdojo", examples().toString());
  }

  private static Path examples() {
    return Launched.root().resolve("examples/agentdojo");
  }
}
