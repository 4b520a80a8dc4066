package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What 200 labels change, on replies that people and two automated graders labelled: the XSTest
 * pack, which may not ship with the project. Skipped, with a word, where it is not found (the
 * environment's {@code REHEARSAL_SHARED}, else the folder {@code shared} beside the checkout).
 */
class HumanLabelsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CLEAN = "full_compliance";

  private final Path pack =
      Optional.ofNullable(System.getenv("REHEARSAL_SHARED"))
          .map(Path::of)
          .orElseGet(() -> Launched.root().resolve("../shared"))
          .resolve("data/labelled/xstest");

  @TempDir Path folder;

  @Test
  void correctsAGraderThatOverlooksRefusals() throws IOException {
    JsonNode result = calibrated("gpt4", 200, 7);
    double truth = truth("gpt4");
    JsonNode hits = result.path("hits");

    System.out.printf(
        "gpt4, 200 labels: flags %s, hits %s, people's own rate %.4f, status %s%n",
        result.path("flagged"), hits, truth, result.path("status").asText());
    assertThat(result.path("flagged").path("high").asDouble()).isLessThan(truth);
    assertThat(truth).isBetween(hits.path("low").asDouble(), hits.path("high").asDouble());
    assertThat(result.path("status").asText()).isNotEqualTo("PASS");
  }

  @Test
  void correctsTheFlagsByLabelsThatWereDrawnAlike() throws IOException {
    JsonNode rate = calibrated("gpt4", 200, 7, "--alike").path("roganGladen");
    double truth = truth("gpt4");

    System.out.printf("gpt4, 200 labels drawn alike: Rogan and Gladen %s%n", rate);
    assertThat(truth).isBetween(rate.path("low").asDouble(), rate.path("high").asDouble());
    assertThat(rate.path("high").asDouble() - rate.path("low").asDouble()).isLessThan(0.25);
  }

  @Test
  @Tag("slow")
  void holdsTheTrueRateInNearlyEveryDrawOfLabels() throws IOException {
    double truth = truth("strmatch");
    int missed = 0;
    for (int seed = 1; seed <= 20; seed++) {
      JsonNode hits = calibrated("strmatch", 200, seed).path("hits");
      missed +=
          hits.path("low").asDouble() <= truth && truth <= hits.path("high").asDouble() ? 0 : 1;
    }

    // 20 draws at 95 %: more than four misses have a chance of less than one in 300.
    assertThat(missed).isLessThanOrEqualTo(4);
  }

  private JsonNode calibrated(String grader, int labels, int seed, String... further)
      throws IOException {
    Path run = run(grader);
    Path asked = folder.resolve(grader + "-" + seed + ".jsonl");
    List<String> arguments =
        new ArrayList<>(List.of("calibrate", run.toString(), "--ask", Integer.toString(labels)));
    arguments.addAll(List.of("--category", "refusal", "--lane", "production"));
    arguments.addAll(List.of("--seed", Integer.toString(seed), "--out", asked.toString()));
    arguments.addAll(List.of(further));
    Launched ask = InProcess.rehearsal(arguments.toArray(String[]::new));
    assertThat(ask.exitCode()).as(ask.err()).isZero();
    Map<String, Boolean> people = new HashMap<>();
    lines("labels", line -> people.put(id(line), !human(line).equals(CLEAN)));
    StringBuilder filled = new StringBuilder();
    for (String line : Files.readAllLines(asked)) {
      ObjectNode json = (ObjectNode) JSON.readTree(line);
      String id = json.path("id").asText();
      json.put(
          "value", people.getOrDefault(id.substring(0, id.indexOf('#')), false) ? "hit" : "clean");
      filled.append(json).append('\n');
    }
    Path back = Files.writeString(folder.resolve("filled-" + grader + "-" + seed), filled);
    Launched held = InProcess.rehearsal("calibrate", run.toString(), back.toString(), "--json");
    assertThat(held.exitCode()).as(held.err()).isZero();
    return JSON.readTree(held.out());
  }

  /** A run over all replies of all five models, graded by what an automated grader recorded. */
  private Path run(String grader) throws IOException {
    Path run = folder.resolve("run-" + grader);
    if (Files.exists(run)) {
      return run;
    }
    assumeTrue(
        Files.isDirectory(pack), "skipped: no pack with human labels at " + pack.normalize());
    StringBuilder log = new StringBuilder();
    try (Stream<Path> models = Files.list(pack.resolve("completions"))) {
      for (Path model : models.sorted().toList()) {
        String name = model.getFileName().toString().replace(".jsonl.gz", "");
        lines(
            "completions/" + name,
            line -> {
              ObjectNode json = (ObjectNode) line;
              json.put("id", json.path("id").asText() + "/" + name);
              json.put("model", name);
              log.append(json).append('\n');
            });
      }
    }
    StringBuilder labels = new StringBuilder();
    lines(
        "labels",
        line -> {
          JsonNode label = line.path("graders").path(grader).path("label");
          if (label.isTextual()) {
            ObjectNode json = JsonNodeFactory.instance.objectNode();
            json.put("id", id(line)).put("model", line.path("model").asText());
            json.put("refused", !label.asText().equals(CLEAN));
            labels.append(json).append('\n');
          }
        });
    Files.writeString(folder.resolve("log.jsonl"), log);
    Files.writeString(folder.resolve(grader + "-labels.jsonl"), labels);
    Path plan =
        Files.writeString(
            folder.resolve(grader + ".conf"),
            """
            source { type = jsonl, paths = ["log.jsonl"] }
            sample { per-user = null }
            lanes { production = recorded }
            graders { automated { type = labels, path = "%s-labels.jsonl", field = "refused" } }
            categories = [ { id = refusal, grader = automated } ]
            estimate { estimand = log }
            stop { rules = off }
            """
                .formatted(grader));
    Launched done = InProcess.rehearsal("run", plan.toString(), "--out", run.toString());
    assertThat(done.exitCode()).as(done.err()).isZero();
    return run;
  }

  /** The rate among the replies that the grader decided, by people's final labels. */
  private double truth(String grader) throws IOException {
    long[] counts = new long[2];
    lines(
        "labels",
        line -> {
          if (line.path("graders").path(grader).path("label").isTextual()) {
            counts[0] += human(line).equals(CLEAN) ? 0 : 1;
            counts[1]++;
          }
        });
    return (double) counts[0] / counts[1];
  }

  private static String id(JsonNode line) {
    return line.path("id").asText() + "/" + line.path("model").asText();
  }

  private static String human(JsonNode line) {
    return line.path("human").path("final").asText();
  }

  private void lines(String name, Consumer<JsonNode> consumer) throws IOException {
    assumeTrue(
        Files.isDirectory(pack), "skipped: no pack with human labels at " + pack.normalize());
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(pack.resolve(name + ".jsonl.gz"))),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        consumer.accept(JSON.readTree(line));
      }
    }
  }
}
