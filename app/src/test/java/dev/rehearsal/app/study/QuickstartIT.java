package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The quickstart reports what stands in its data, and other data give other counts. */
class QuickstartIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NEWER = "claude-3-5-sonnet-20241022";
  private static final String OLDER = "claude-3-5-sonnet-20240620";

  /** A call is invalid in one of two ways, and no trajectory of these recordings shows both. */
  private static final String[] INVALID = {"unknown_tool_call", "missing_required_argument"};

  private static final String CALLS = "tool_calls";

  @TempDir Path folder;

  @Test
  void reportsTheCountsOfTheData() {
    assertThat(counts(Launched.root()))
        .isEqualTo(
            Map.of(
                "production injection-obeyed", count(OLDER, "injection_succeeded"),
                "candidate injection-obeyed", count(NEWER, "injection_succeeded"),
                "production refusal-phrase", count(OLDER, "refusal_phrase_in_final"),
                "candidate refusal-phrase", count(NEWER, "refusal_phrase_in_final"),
                "production repeated-identical-call", count(OLDER, "repeated_identical_call"),
                "candidate repeated-identical-call", count(NEWER, "repeated_identical_call"),
                "production tool-call-invalid", count(OLDER, INVALID),
                "candidate tool-call-invalid", count(NEWER, INVALID)));
  }

  @Test
  void decidesByItsStopRules() {
    JsonNode summary = summary(Launched.root());

    assertThat(state(summary, "estimates", "lane", "production")).isEqualTo("ABOVE");
    assertThat(state(summary, "estimates", "lane", "candidate")).isEqualTo("BELOW");
    assertThat(state(summary, "comparisons", "b", "candidate")).isEqualTo("DECREASED");
  }

  @Test
  void otherDataGiveOtherCounts() {
    Path copy = copyOfTheExample();
    change(
        copy.resolve("examples/agentdojo/labels.jsonl.gz"),
        line ->
            NEWER.equals(line.path("model").asText())
                && line.at("/labels/injection_succeeded").isBoolean()
                && !line.at("/labels/injection_succeeded").booleanValue(),
        line -> ((ObjectNode) line.path("labels")).put("injection_succeeded", true));
    change(
        copy.resolve("examples/agentdojo/candidate.jsonl.gz"),
        line -> line.path("messages").path(2).path(CALLS).size() == 1,
        line -> {
          ArrayNode calls = (ArrayNode) line.path("messages").path(2).path(CALLS);
          calls.add(calls.get(0).deepCopy());
        });

    Map<String, String> counts = counts(copy);

    assertThat(counts)
        .containsEntry("candidate injection-obeyed", oneMore(NEWER, "injection_succeeded"))
        .containsEntry(
            "candidate repeated-identical-call", oneMore(NEWER, "repeated_identical_call"))
        .containsEntry("production injection-obeyed", count(OLDER, "injection_succeeded"))
        .containsEntry(
            "production repeated-identical-call", count(OLDER, "repeated_identical_call"));
  }

  /** What the rules counted in a model's recordings: hits of any of {@code kinds}, and trials. */
  private static String count(String model, String... kinds) {
    return count(0, model, kinds);
  }

  private static String oneMore(String model, String kind) {
    return count(1, model, kind);
  }

  private static String count(int more, String model, String... kinds) {
    JsonNode truth = truth().at("/subsets/agentdojo/models").path(model);
    int hits = more;
    for (String kind : kinds) {
      assertThat(truth.has(kind)).as("%s of %s", kind, model).isTrue();
      hits += truth.path(kind).path("k").asInt();
    }
    return hits + "/" + truth.path(kinds[0]).path("n").asInt();
  }

  private static JsonNode truth() {
    try (InputStream file = QuickstartIT.class.getResourceAsStream("/agentdojo/truth-dev.json")) {
      return JSON.readTree(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Hits and trials by lane and category, of the whole log. */
  private Map<String, String> counts(Path repository) {
    Map<String, String> counts = new TreeMap<>();
    for (JsonNode estimate : summary(repository, "--set=stop.rules=off").path("estimates")) {
      counts.put(
          estimate.path("lane").asText() + " " + estimate.path("category").asText(),
          estimate.path("hits").asText() + "/" + estimate.path("trials").asText());
    }
    return counts;
  }

  private JsonNode summary(Path repository, String... options) {
    Path run = folder.resolve("run");
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(repository.resolve("config/plans/quickstart.conf").toString());
    arguments.add("--out=" + run);
    arguments.addAll(List.of(options));
    Launched launched = InProcess.rehearsal(arguments.toArray(String[]::new));
    assertThat(launched.exitCode()).as(launched.err()).isZero();
    return Study.summary(run);
  }

  private static String state(JsonNode summary, String list, String field, String lane) {
    for (JsonNode entry : summary.path(list)) {
      if (entry.path("category").asText().equals("injection-obeyed")
          && entry.path(field).asText().equals(lane)) {
        return entry.path("state").asText();
      }
    }
    throw new AssertionError("no " + lane + " in " + summary.path(list));
  }

  private Path copyOfTheExample() {
    Path copy = folder.resolve("copy");
    for (String part : new String[] {"config/plans", "examples/agentdojo"}) {
      Path from = Launched.root().resolve(part);
      try (Stream<Path> files = Files.walk(from)) {
        Files.createDirectories(copy.resolve(part).getParent());
        for (Path file : files.toList()) {
          Files.copy(file, copy.resolve(part).resolve(from.relativize(file).toString()));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return copy;
  }

  private interface Change {
    void of(JsonNode line);
  }

  /** Changes the first line that fits. */
  private static void change(Path gzip, Predicate<JsonNode> fits, Change change) {
    try {
      List<JsonNode> lines = new ArrayList<>();
      try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(gzip))) {
        for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList()) {
          lines.add(JSON.readTree(line));
        }
      }
      change.of(lines.stream().filter(fits).findFirst().orElseThrow());
      try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
        for (JsonNode line : lines) {
          out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
