package dev.rehearsal.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import dev.rehearsal.app.SummarySchemaTest;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One reply in ten was forecast to say no; what comes then arrives on standard input. */
class ObserveTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIMULATED = 600;
  private static final int LIVE = 400;
  private static final String PLAN =
      """
      name = launch
      source { type = jsonl, paths = ["%s"] }
      models { new { type = simulated, rates { says-no = 0.1 }, phrases { says-no = "no" } } }
      lanes { production = recorded, candidate = new }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds } ]
      stop { look-every = 10 }
      """;

  @TempDir static Path folder;

  @BeforeAll
  static void freezeAForecast() throws IOException {
    Files.writeString(folder.resolve("log.jsonl"), lines("before", SIMULATED, 5));
    Files.writeString(folder.resolve("before.conf"), PLAN.formatted("log.jsonl"));
    Files.writeString(folder.resolve("after.conf"), PLAN.formatted("-"));
    rehearsal("", "run", path("before.conf"), "--out", path("before"), "--set=stop.rules=off");
    Launched frozen = rehearsal("", "forecast", path("before"), "--out", path("forecast.json"));
    assertThat(frozen.exitCode()).as(frozen.err()).isZero();
  }

  @Test
  void aForecastThatHoldsRaisesNoAlarm() throws IOException {
    Launched observed = observe(lines("live", LIVE, 10), "holds", "--once");

    assertThat(observed.exitCode()).as(observed.err()).isZero();
    assertThat(observed.out()).contains("observed / forecast", "holds", "95 % for all categories");
    assertThat(observed.err()).doesNotContain("ALARM");
    JsonNode live = summary("holds").path("live").path("categories").path(0);
    assertThat(live.path("trials").asInt()).isEqualTo(LIVE);
    assertThat(live.path("observedOverForecast").path("value").asDouble())
        .isEqualTo(0.1 / live.path("forecast").asDouble());
    assertThat(live.path("observedOverForecast").path("low").asDouble())
        .isEqualTo(live.path("low").asDouble() / live.path("forecast").asDouble());
    assertThat(live.path("alarmAt").isNull()).isTrue();
  }

  @Test
  void onceStopsAtTheFirstAlarmWithExitTen() throws IOException {
    Launched observed = observe(lines("live", LIVE, 2), "once", "--once");

    assertThat(observed.exitCode()).as(observed.err()).isEqualTo(10);
    assertThat(observed.err())
        .contains("ALARM says-no in production is not as forecast: ", "noticed at prefix ");
    assertThat(observed.out()).contains("the first alarm ends it", "BROKEN, ALARM at prefix ");
    JsonNode summary = summary("once");
    int at = summary.at("/live/categories/0/alarmAt").asInt();
    assertThat(at).isBetween(10, 60);
    assertThat(at % 10).as("a look").isZero();
  }

  @Test
  void onceAgainAdmitsNoMoreSinceTheAlarmStands() throws IOException {
    String input = lines("live", LIVE, 2);
    observe(input, "stands", "--set=stop.max-prefixes=100");
    Launched again = observe(input, "stands", "--once");

    assertThat(again.exitCode()).as(again.err()).isEqualTo(10);
    assertThat(summary("stands").path("admitted").asInt()).isEqualTo(100);
    assertThat(summary("stands").at("/live/categories/0/alarmAt").asInt()).isLessThan(100);
  }

  @Test
  void goesOnInItsFolderAndSaysAnAlarmOnce() throws IOException {
    String input = lines("live", LIVE, 2);
    Launched first = observe(input, "again", "--set=stop.max-prefixes=200");
    Launched second = observe(input, "again", "--set=stop.max-prefixes=300");

    assertThat(first.err()).containsOnlyOnce("ALARM");
    assertThat(second.err()).doesNotContain("ALARM");
    assertThat(second.exitCode()).as("the alarm stands").isEqualTo(10);
    assertThat(summary("again").at("/live/at").asInt()).isEqualTo(300);
    assertThat(events("again", "alarm")).hasSize(1);
    assertThat(rehearsal("", "report", path("again"), "--format=markdown").out())
        .contains("Production beside its forecast", "**alarm** at prefix ");
  }

  @Test
  void postsTheAlarmAndAgainOnlyWhereItWasNotTaken() throws IOException {
    String input = lines("live", LIVE, 2);
    try (Hook hook = new Hook(404)) {
      Launched refused = observe(input, "hook", "--webhook=" + hook.address());
      Launched taken = observe(input, "hook", "--webhook=" + hook.address());
      Launched quiet = observe(input, "hook", "--webhook=" + hook.address());

      assertThat(refused.err())
          .contains("the alarm of says-no did not reach the webhook (127.0.0.1 answered with HTTP");
      assertThat(hook.bodies()).hasSize(2);
      assertThat(events("hook", "alarm-sent")).hasSize(1);
      JsonNode alarm = JSON.readTree(hook.bodies().get(1));
      assertThat(alarm.path("category").asText()).isEqualTo("says-no");
      assertThat(refused.err()).contains("ALARM " + alarm.path("sentence").asText());
      assertThat(alarm.path("run").asText()).isEqualTo(path("hook"));
      assertThat(alarm.path("at").asInt())
          .isEqualTo(summary("hook").at("/live/categories/0/alarmAt").asInt());
      assertThat(alarm.at("/observedOverForecast/low").asDouble())
          .isGreaterThan(alarm.path("promisedHigh").asDouble() / alarm.path("forecast").asDouble());
      for (Launched ran : List.of(refused, taken, quiet)) {
        assertThat(ran.out() + ran.err()).doesNotContain("very-private-token");
      }
    }
    try (var files = Files.walk(folder.resolve("hook"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))
            .as(file.toString())
            .doesNotContain("very-private-token");
      }
    }
  }

  @Test
  void showsItsTableToThoseWhoKeepWatch() throws IOException {
    LiveRun run =
        new LiveRun(
            "observe",
            path("after.conf"),
            "--forecast=" + path("forecast.json"),
            "--out=" + path("watched"),
            "--set=monitor.port=0",
            "--set=monitor.linger=10m");
    run.feed(lines("live", LIVE, 2)).noMore().untilItSays("the run has ended");

    String metrics = run.get("/metrics").body();
    Launched status = rehearsal("", "ctl", path("watched"), "status");
    JsonNode live =
        JSON.readTree(rehearsal("", "ctl", path("watched"), "status", "--json").out())
            .at("/status/live");
    rehearsal("", "ctl", path("watched"), "stop");

    assertThat(run.ended().exitCode()).as(run.err()).isEqualTo(10);
    assertThat(live).isEqualTo(summary("watched").path("live"));
    JsonNode category = live.at("/categories/0");
    assertThat(status.out()).contains("observed / forecast", "BROKEN, ALARM at prefix ");
    assertThat(metrics)
        .contains(metric("alarm", 1))
        .contains(metric("rate_ratio", category.path("forecast").asDouble()))
        .contains(metric("promised_low_ratio", category.path("promisedLow").asDouble()))
        .contains(metric("promised_high_ratio", category.path("promisedHigh").asDouble()))
        .contains(metric("observed_ratio", category.at("/observedOverForecast/value").asDouble()))
        .contains(metric("observed_low_ratio", category.at("/observedOverForecast/low").asDouble()))
        .contains(
            metric("observed_high_ratio", category.at("/observedOverForecast/high").asDouble()));
  }

  private static String metric(String name, double value) {
    return "rehearsal_forecast_%s{category=\"says-no\"} %s\n".formatted(name, value);
  }

  @Test
  void gradesProductionAloneAlsoWithoutAForecast() throws IOException {
    Launched observed =
        InProcess.answering(
            lines("live", LIVE, 10), "observe", path("after.conf"), "--out", path("plain"));

    assertThat(observed.exitCode()).as(observed.err()).isZero();
    JsonNode summary = summary("plain");
    assertThat(summary.path("estimates").findValuesAsText("lane")).containsOnly("production");
    assertThat(summary.path("comparisons")).isEmpty();
    assertThat(summary.path("cost").path("calls").asInt()).isZero();
    assertThat(summary.has("live")).isFalse();
  }

  @Test
  void refusesAPlanWithoutRecordedReplies() {
    Launched observed = observe("", "nothing", "--set=lanes.production=null");

    assertThat(observed.exitCode()).isEqualTo(2);
    assertThat(observed.err()).contains("observe grades recorded replies only");
  }

  @Test
  void refusesOtherGradersAndLeavesNoFolderBehind() {
    Launched observed = observe(lines("live", 10, 2), "graders", "--set=graders.finds.contains=o");

    assertThat(observed.exitCode()).isEqualTo(2);
    assertThat(observed.err()).contains("other graders decided says-no");
    assertThat(folder.resolve("graders")).doesNotExist();
  }

  @Test
  void aForecastThatWasChangedIsExitThree() throws IOException {
    Path changed = folder.resolve("changed.json");
    Files.writeString(
        changed, Files.readString(folder.resolve("forecast.json")).replace("says-no", "says-yes"));

    Launched observed =
        InProcess.rehearsal("observe", path("after.conf"), "--forecast", changed.toString());

    assertThat(observed.exitCode()).isEqualTo(3);
    assertThat(observed.err()).contains("TAMPERED");
  }

  @Test
  void aWebhookNeedsAForecast() {
    Launched observed =
        InProcess.rehearsal("observe", path("after.conf"), "--webhook", "http://example.com/x");

    assertThat(observed.exitCode()).isEqualTo(2);
    assertThat(observed.err()).contains("--webhook has nothing to do without a forecast");
  }

  private static Launched observe(String input, String run, String... further) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "observe",
                path("after.conf"),
                "--forecast",
                path("forecast.json"),
                "--out",
                path(run)));
    arguments.addAll(List.of(further));
    return InProcess.answering(input, arguments.toArray(String[]::new));
  }

  private static Launched rehearsal(String input, String... arguments) {
    return InProcess.answering(input, arguments);
  }

  private static String path(String name) {
    return folder.resolve(name).toString();
  }

  private static JsonNode summary(String run) throws IOException {
    JsonNode summary = JSON.readTree(folder.resolve(run).resolve("summary.json").toFile());
    assertThat(SummarySchemaTest.schema().validate(summary)).isEmpty();
    return summary;
  }

  private static List<EventRow> events(String run, String kind) {
    try (JournalReader reader = JournalReader.open(RunFolder.open(folder.resolve(run)))) {
      return reader.events().stream().filter(event -> event.kind().equals(kind)).toList();
    }
  }

  /** Every {@code nth} reply says no. */
  private static String lines(String name, int count, int nth) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"id": "%s%d", "messages": [{"role": "user", "content": "What of %d?"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(name, i, i, i % nth == nth - 1 ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
