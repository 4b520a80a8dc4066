package dev.rehearsal.app.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for services fit the product: its options, its port, its paths, its exit codes. */
class ExamplesTest {
  private static final Path EXAMPLES = Launched.root().resolve("examples/operations");
  private static final Pattern OPTION = Pattern.compile("(?<= )--[a-z][a-z-]*");
  private static final Pattern SET = Pattern.compile("--set[ =]([a-z.-]+)=(\\S+)");

  @TempDir Path folder;

  @Test
  void theUnitStartsTheProgramWithOptionsThatItHas() throws IOException {
    Map<String, String> service = unit().getOrDefault("Service", Map.of());
    String start = service.getOrDefault("ExecStart", "");

    requireOptions(start);
    assertThat(set(start)).containsEntry("monitor.port", "9464");
    assertThat(service)
        .containsEntry("KillSignal", "SIGTERM")
        .containsEntry("SuccessExitStatus", "130")
        .containsEntry("RestartPreventExitStatus", "2");
    assertThat(unit()).containsKeys("Unit", "Service", "Install");
  }

  @Test
  void theManifestStartsTheProgramWithOptionsThatItHas() throws IOException {
    StringBuilder start = new StringBuilder(container().path("command").path(0).asText());
    container().path("args").forEach(word -> start.append(' ').append(word.asText()));

    requireOptions(start.toString());
    assertThat(set(start.toString()))
        .containsEntry("monitor.host", "0.0.0.0")
        .containsEntry("monitor.port", container().at("/ports/0/containerPort").asText());
  }

  @Test
  void theProbesAskForPathsThatAreServed() throws IOException {
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["-"] }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        """);
    try (LiveRun run =
        new LiveRun(
            "run",
            folder.resolve("plan.conf").toString(),
            "--out=" + folder.resolve("run"),
            "--set=monitor.port=0")) {
      for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
        JsonNode get = container().path(probe).path("httpGet");
        assertThat(run.get(get.path("path").asText()).statusCode()).as(probe).isNotEqualTo(404);
        assertThat(get.path("port").asText()).isEqualTo(container().at("/ports/0/name").asText());
      }
      JsonNode annotations = statefulSet().at("/spec/template/metadata/annotations");
      assertThat(annotations.path("prometheus.io/port").asText())
          .isEqualTo(container().at("/ports/0/containerPort").asText());
      assertThat(run.get(annotations.path("prometheus.io/path").asText()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void thePartsOfTheManifestFitEachOther() throws IOException {
    List<JsonNode> documents = documents();
    assertThat(documents.stream().map(d -> d.path("kind").asText()))
        .containsExactly("ConfigMap", "Service", "StatefulSet");
    JsonNode set = statefulSet();
    assertThat(set.at("/spec/template/metadata/labels"))
        .isEqualTo(set.at("/spec/selector/matchLabels"));
    assertThat(documents.get(1).at("/spec/selector"))
        .isEqualTo(set.at("/spec/selector/matchLabels"));
    List<String> volumes = new ArrayList<>();
    set.at("/spec/template/spec/volumes").forEach(v -> volumes.add(v.path("name").asText()));
    set.at("/spec/volumeClaimTemplates").forEach(v -> volumes.add(v.at("/metadata/name").asText()));
    assertThat(container().path("volumeMounts"))
        .allSatisfy(mount -> assertThat(volumes).contains(mount.path("name").asText()));
    assertThat(set.at("/spec/replicas").asInt()).isEqualTo(1);
    assertThat(container().path("env"))
        .allSatisfy(
            variable ->
                assertThat(
                        variable.at("/valueFrom/secretKeyRef").isObject()
                            || variable.path("name").asText().equals("REHEARSAL_BUILD"))
                    .isTrue());
  }

  /** Every option is one of the command that the examples start. */
  private static void requireOptions(String start) {
    assertThat(start).startsWith("/opt/rehearsal/rehearsal shadow /etc/rehearsal/shadow.conf ");
    List<String> options = OPTION.matcher(start).results().map(MatchResult::group).toList();
    Launched help = InProcess.rehearsal("shadow", "--help");
    assertThat(options)
        .contains("--out", "--set", "--log-format")
        .allSatisfy(option -> assertThat(help.out()).contains(option));
  }

  private static Map<String, String> set(String start) {
    Map<String, String> set = new LinkedHashMap<>();
    SET.matcher(start).results().forEach(found -> set.put(found.group(1), found.group(2)));
    return set;
  }

  /** Sections by name, keys by name; a line that is none of these fails. */
  private static Map<String, Map<String, String>> unit() throws IOException {
    Map<String, Map<String, String>> sections = new LinkedHashMap<>();
    String section = "";
    for (String line : Files.readAllLines(EXAMPLES.resolve("rehearsal-shadow.service"))) {
      if (line.startsWith("[") && line.endsWith("]")) {
        section = line.substring(1, line.length() - 1);
        assertThat(sections.put(section, new LinkedHashMap<>())).isNull();
      } else if (!line.isBlank() && !line.startsWith("#")) {
        assertThat(line).matches("[A-Za-z]+=.+");
        String[] parts = line.split("=", 2);
        assertThat(sections).containsKey(section);
        sections.getOrDefault(section, new LinkedHashMap<>()).put(parts[0], parts[1]);
      }
    }
    return sections;
  }

  private static List<JsonNode> documents() throws IOException {
    ObjectMapper yaml = new ObjectMapper(new YAMLFactory());
    List<JsonNode> documents = new ArrayList<>();
    try (var values =
        yaml.readerFor(JsonNode.class)
            .<JsonNode>readValues(EXAMPLES.resolve("shadow.yaml").toFile())) {
      values.forEachRemaining(documents::add);
    }
    return documents;
  }

  private static JsonNode statefulSet() throws IOException {
    return documents().get(2);
  }

  private static JsonNode container() throws IOException {
    return statefulSet().at("/spec/template/spec/containers/0");
  }
}
