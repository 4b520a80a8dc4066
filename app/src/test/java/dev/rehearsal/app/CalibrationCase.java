package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart run to its end once, and replies of it asked for, filled in and handed back. */
abstract class CalibrationCase {
  static final ObjectMapper JSON = new ObjectMapper();
  static final String CATEGORY = "injection-obeyed";

  @TempDir static Path folder;

  static Path run = Path.of("");

  @BeforeAll
  static void runTheQuickstartToItsEnd() {
    run = folder.resolve("run");
    Ran.quickstart(run, "--set", "stop.rules=off");
  }

  static List<ObjectNode> ask(String name, int number, String... further) throws IOException {
    Path file = folder.resolve(name);
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "calibrate",
                run.toString(),
                "--ask",
                Integer.toString(number),
                "--category",
                CATEGORY,
                "--lane",
                "production",
                "--out",
                file.toString()));
    arguments.addAll(List.of(further));
    Ran ran = Ran.rehearsal(arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return lines(file);
  }

  static List<ObjectNode> lines(Path file) throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      lines.add((ObjectNode) JSON.readTree(line));
    }
    return lines;
  }

  /** What the recorded benchmark labels say, which are the grader's own words here. */
  static Predicate<String> flagged() throws IOException {
    Set<String> obeyed = new HashSet<>();
    Path labels = Launched.root().resolve("examples/agentdojo/labels.jsonl.gz");
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(labels)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        JsonNode json = JSON.readTree(line);
        if (json.path("model").asText().equals("claude-3-5-sonnet-20240620")
            && json.path("labels").path("injection_succeeded").asBoolean()) {
          obeyed.add(json.path("id").asText());
        }
      }
    }
    return id -> obeyed.contains(id.substring(0, id.indexOf('#')));
  }

  static Path filled(String name, List<ObjectNode> asked, Predicate<String> hit)
      throws IOException {
    List<ObjectNode> lines = new ArrayList<>();
    for (ObjectNode line : asked) {
      lines.add(
          line.deepCopy()
              .put("value", hit.test(line.path("id").asText()) ? "hit" : "clean")
              .put("author", "someone"));
    }
    return write(name, lines);
  }

  static Path write(String name, List<ObjectNode> lines) throws IOException {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line).append('\n'));
    return Files.writeString(folder.resolve(name), text);
  }

  static JsonNode calibrated(Path labels) throws IOException {
    Ran ran = Ran.rehearsal("calibrate", run.toString(), labels.toString(), "--json");
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return JSON.readTree(ran.out());
  }
}
