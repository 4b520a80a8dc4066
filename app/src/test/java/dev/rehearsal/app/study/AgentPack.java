package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.streams.journal.VerdictRow;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The recorded agents of all pipelines of AgentDojo; two of them ship with the repository. Where
 * the pack is not found (the environment's {@code REHEARSAL_SHARED}, else the folder {@code shared}
 * beside the repository), a test that asks for it is skipped and says so.
 *
 * @param pack its folder
 * @param folder for what a study makes
 */
record AgentPack(Path pack, Path folder) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * What a run over one half of a pipeline's recordings graded.
   *
   * @param counts by category, in the plan's order
   * @param hits by prefix and category, where there is a verdict
   * @param quarantined recordings of the whole pipeline that hold no reply at all
   */
  record Half(
      Map<String, Counts> counts, Map<String, Map<String, Boolean>> hits, long quarantined) {
    Counts count(String category) {
      return Objects.requireNonNull(counts.get(category), category);
    }
  }

  /**
   * A pipeline's recordings.
   *
   * @param before on the first half of the prefixes
   * @param after on the second
   */
  record Pipeline(String name, Half before, Half after) {}

  static AgentPack find(Path folder) {
    Path shared =
        Optional.ofNullable(System.getenv("REHEARSAL_SHARED"))
            .map(Path::of)
            .orElseGet(() -> Launched.root().resolveSibling("shared"));
    Path pack = shared.resolve("data/agent");
    assumeTrue(
        Files.isDirectory(pack.resolve("agentdojo/trajectories")),
        () -> "the recordings of all pipelines are not at " + pack + ": nothing to study");
    AgentPack found = new AgentPack(pack, folder);
    found.writePlan();
    return found;
  }

  /** The pipelines by name, in order. */
  List<String> pipelines() {
    try (Stream<Path> files = Files.list(pack.resolve("agentdojo/trajectories"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".jsonl.gz", ""))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Path trajectories(String pipeline) {
    return pack.resolve("agentdojo/trajectories/" + pipeline + ".jsonl.gz");
  }

  /** How often the rules' own author counted a behaviour in a pipeline's recordings. */
  long truth(String pipeline, String kind) {
    try {
      JsonNode count =
          JSON.readTree(pack.resolve("truth-dev.json").toFile())
              .at("/subsets/agentdojo/models")
              .path(pipeline)
              .path(kind)
              .path("k");
      assertThat(count.isIntegralNumber()).as("%s of %s", kind, pipeline).isTrue();
      return count.asLong();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs one half of a pipeline's recordings as production traffic.
   *
   * @param second which half
   * @param further options of the run
   */
  Path run(String pipeline, boolean second, String name, String... further) {
    Path out = folder.resolve(name);
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("run", folder.resolve("pairs.conf").toString(), "--out=" + out));
    arguments.add("--set=source.paths=[\"" + trajectories(pipeline) + "\"]");
    arguments.add("--set=sample.skip=" + (second ? "0.5" : "0"));
    arguments.addAll(List.of(further));
    Launched launched = InProcess.rehearsal(arguments.toArray(String[]::new));
    assertThat(launched.exitCode()).as(launched.err()).isZero();
    return out;
  }

  /** Runs and reads one half. */
  Half half(String pipeline, boolean second) {
    Path run = run(pipeline, second, pipeline + (second ? "-after" : "-before"));
    Map<String, Counts> counts = new LinkedHashMap<>();
    for (JsonNode estimate : Study.summary(run).path("estimates")) {
      counts.put(
          estimate.path("category").asText(),
          Counts.of(estimate.path("hits").asLong(), estimate.path("trials").asLong()));
    }
    Map<String, Map<String, Boolean>> hits = new LinkedHashMap<>();
    Study.journal(
        run,
        admission -> {
          Map<String, Boolean> verdicts = new LinkedHashMap<>();
          for (VerdictRow row : admission.verdicts()) {
            row.verdict()
                .fold(
                    graded -> verdicts.put(row.category(), graded.violates()),
                    ungraded -> null,
                    outside -> null);
          }
          hits.put(admission.admission().prefixId(), verdicts);
        });
    return new Half(counts, hits, Study.summary(run).at("/funnel/quarantined").asLong());
  }

  private void writePlan() {
    try (InputStream plan =
        Objects.requireNonNull(AgentPack.class.getResourceAsStream("/agentdojo/pairs.conf"))) {
      JsonNode truth = JSON.readTree(pack.resolve("truth-dev.json").toFile());
      List<String> acts = new ArrayList<>();
      truth.path("side_effect_tools").forEach(tool -> acts.add(tool.asText()));
      Files.writeString(
          folder.resolve("pairs.conf"),
          new String(plan.readAllBytes(), StandardCharsets.UTF_8)
              .replace("${pack}", quoted(pack.toString()))
              .replace("${labels}", quoted(pack.resolve("agentdojo/labels.jsonl.gz").toString()))
              .replace("${errors}", quoted(errors().toString()))
              .replace("${acts}", quoted("^(?:" + String.join("|", acts) + ")$")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Labels from the recordings: whether a tool gave an error, and whether the end has no text. */
  private Path errors() throws IOException {
    Path file = folder.resolve("errors.jsonl");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (String pipeline : pipelines()) {
        try (BufferedReader in =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(trajectories(pipeline))),
                    StandardCharsets.UTF_8))) {
          for (String text = in.readLine(); text != null; text = in.readLine()) {
            JsonNode line = JSON.readTree(text);
            ObjectNode label = JsonNodeFactory.instance.objectNode();
            label.set("id", line.path("id"));
            label.set("model", line.path("model"));
            label
                .putObject("labels")
                .put("tool_error_seen", !line.at("/meta/tool_errors").isEmpty())
                .put("ends_without_text", lastText(line.path("messages")).isBlank());
            out.write(label + "\n");
          }
        }
      }
    }
    return file;
  }

  /** The text of the last assistant message; empty when it only calls tools. */
  private static String lastText(JsonNode messages) {
    String text = "";
    for (JsonNode message : messages) {
      if (message.path("role").asText().equals("assistant")) {
        text = message.path("content").isTextual() ? message.path("content").asText() : "";
      }
    }
    return text;
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }
}
