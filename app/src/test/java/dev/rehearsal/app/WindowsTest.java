package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rates of hours and of days, by the time of the conversations that arrive. */
class WindowsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SCHEMA = Launched.root().resolve("docs/schemas/window.schema.json");
  private static final Instant TEN = Instant.parse("2026-11-28T22:00:00Z");
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      models { new { type = simulated, rates { no = 0.3 }, phrases { no = "no" } } }
      lanes { production = recorded, candidate = new }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds } ]
      stop.look-every = 10
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePlan() throws IOException {
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  /** 300 minutes from 22:00 on: a hit is each fifth conversation. */
  @Test
  void keepsHoursAsTheyCloseAndTheDay() throws IOException {
    Launched ran = shadow(lines(0, 300), "run", "--set=windows.length=1h");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    List<JsonNode> windows = read("run/windows.jsonl");
    assertThat(windows)
        .extracting(window -> window.path("start").asText())
        .containsExactly(
            "2026-11-28T22:00:00Z",
            "2026-11-28T23:00:00Z",
            "2026-11-29T00:00:00Z",
            "2026-11-29T01:00:00Z");
    JsonNode production = windows.get(1).path("estimates").get(0);
    assertThat(production.path("lane").asText()).isEqualTo("production");
    assertThat(production.path("hits").asLong()).isEqualTo(12);
    assertThat(production.path("trials").asLong()).isEqualTo(60);
    assertThat(production.path("rate").asDouble()).isEqualTo(0.2);
    assertThat(windows.get(1).path("comparisons").get(0).path("b").asText()).isEqualTo("candidate");
    assertThat(ran.err())
        .contains("window 2026-11-28 23:00 to 2026-11-29 00:00 UTC: 60 prefixes")
        .containsOnlyOnce("2026-11-28: 120 prefixes, says-no production 20 % [");
    assertThat(read("run/days.jsonl")).hasSize(1);
    assertThat(Files.readString(folder.resolve("run/days.jsonl")))
        .startsWith(
            "{\"schema\":1,\"start\":\"2026-11-28T00:00:00Z\",\"end\":\"2026-11-29T00:00:00Z\",\"prefixes\":120,");
  }

  @Test
  void describesALineInTheSchema() throws IOException {
    shadow(lines(0, 300), "run", "--set=windows.length=1h", "--set=windows.every=30m");

    JsonSchema schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SCHEMA.toUri());
    List<JsonNode> lines = new ArrayList<>(read("run/windows.jsonl"));
    lines.addAll(read("run/days.jsonl"));
    assertThat(lines).hasSizeGreaterThan(8);
    lines.forEach(line -> assertThat(schema.validate(line)).as(line.toString()).isEmpty());
    JsonNode more = JSON.readTree(lines.get(0).toString().replaceFirst("\\{", "{\"surprise\":1,"));
    assertThat(schema.validate(more)).hasSize(1);
  }

  @Test
  void hasTheEstimatesOfAResult() throws IOException {
    JsonNode window = JSON.readTree(SCHEMA.toFile()).path("properties");
    JsonNode result =
        JSON.readTree(SCHEMA.resolveSibling("summary.schema.json").toFile()).path("properties");

    for (String field : List.of("estimates", "comparisons")) {
      assertThat(window.path(field)).isNotEmpty().isEqualTo(result.path(field));
    }
  }

  @Test
  void goesOnAfterAStopAsIfThereHadBeenNone() throws IOException {
    shadow(lines(0, 300), "whole", "--set=windows.length=1h");
    Launched first =
        shadow(lines(0, 300), "run", "--set=windows.length=1h", "--set=stop.max-prefixes=130");
    assertThat(first.out()).as(first.err()).contains("after 130 prefixes");
    assertThat(read("run/windows.jsonl")).hasSize(2);

    Launched second = shadow(lines(0, 300), "run", "--set=windows.length=1h");

    assertThat(second.out()).as(second.err()).contains("after 300 prefixes");
    for (String file : List.of("windows.jsonl", "days.jsonl")) {
      assertThat(folder.resolve("run").resolve(file))
          .hasSameTextualContentAs(folder.resolve("whole").resolve(file));
    }
    assertThat(second.err())
        .doesNotContain("window 2026-11-28 22:00")
        .contains("window 2026-11-29");
  }

  @Test
  void mendsHalfALineThatAKillLeft() throws IOException {
    shadow(lines(0, 300), "run", "--set=windows.length=1h");
    Path file = folder.resolve("run/windows.jsonl");
    String whole = Files.readString(file);
    Files.writeString(file, whole.substring(0, whole.length() - 100));

    shadow(lines(0, 300), "run", "--set=windows.length=1h");

    assertThat(file).hasContent(whole.strip());
  }

  @Test
  void countsWhatIsLateAndWhatHasNoTime() throws IOException {
    String untimed = lines(300, 310).replace("\"time\"", "\"when\"");

    shadow(
        lines(0, 200) + untimed + lines(30, 40).replace("\"c", "\"late") + lines(200, 300),
        "run",
        "--set=windows.length=1h");

    List<JsonNode> windows = read("run/windows.jsonl");
    JsonNode seen = windows.get(windows.size() - 1).path("sinceStart");
    assertThat(seen.path("untimed").asLong()).isEqualTo(10);
    assertThat(seen.path("late").asLong()).isEqualTo(10);
    assertThat(windows).allMatch(window -> window.path("prefixes").asLong() == 60);
  }

  @Test
  void saysItInJson() throws IOException {
    Launched ran = shadow(lines(0, 300), "run", "--json", "--set=windows.length=1h");

    List<JsonNode> records = new ArrayList<>();
    for (String line : ran.out().lines().toList()) {
      records.add(JSON.readTree(line));
    }
    assertThat(records)
        .filteredOn(record -> record.path("type").asText().equals("window"))
        .extracting(record -> record.path("prefixes").asLong())
        .containsExactly(60L, 60L, 60L, 60L);
  }

  @Test
  void keepsNoDaysWhereARuleEndsTheGradingOfACategory() {
    InProcess.answering(
        lines(0, 300), "run", plan().toString(), "--out", folder.resolve("run").toString());

    assertThat(folder.resolve("run/summary.json")).exists();
    assertThat(folder.resolve("run/days.jsonl")).doesNotExist();
  }

  @Test
  void refusesALogInRandomOrder() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), lines(0, 10));
    Files.writeString(plan(), PLAN.replace("\"-\"", "\"log.jsonl\"") + "windows.length = 1h\n");

    Launched ran =
        InProcess.rehearsal("run", plan().toString(), "--out", folder.resolve("run").toString());

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("source is admitted in random order, in which no window would close");
  }

  private Path plan() {
    return folder.resolve("plan.conf");
  }

  private Launched shadow(String input, String run, String... further) {
    List<String> arguments = new ArrayList<>(List.of("shadow", plan().toString()));
    arguments.addAll(List.of("--out", folder.resolve(run).toString()));
    arguments.addAll(List.of(further));
    return InProcess.answering(input, arguments.toArray(String[]::new));
  }

  private List<JsonNode> read(String file) throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(folder.resolve(file))) {
      lines.add(JSON.readTree(line));
    }
    return lines;
  }

  private static String lines(int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "time": "%s", "messages": [{"role": "user", "content": "What?"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(i, TEN.plus(STEP.multipliedBy(i)), i % 5 == 0 ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
