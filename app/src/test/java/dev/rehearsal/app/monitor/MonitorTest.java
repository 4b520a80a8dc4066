package dev.rehearsal.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics and health of real runs, over a real socket. */
class MonitorTest {
  /** Of a stream, of a cluster, of a forecast, and of a group. */
  private static final Set<Metric> OF_OTHER_RUNS =
      Set.of(
          Metric.LAG,
          Metric.LOST,
          Metric.FRACTION,
          Metric.FRACTION_BUDGET,
          Metric.FRACTION_SPENT,
          Metric.NODE_HANDS,
          Metric.FORECAST,
          Metric.PROMISED_LOW,
          Metric.PROMISED_HIGH,
          Metric.OVER_FORECAST,
          Metric.OVER_FORECAST_LOW,
          Metric.OVER_FORECAST_HIGH,
          Metric.FORECAST_ALARM,
          Metric.GROUP_MEMBERS,
          Metric.GROUP_PREFIXES,
          Metric.GROUP_UP_TO,
          Metric.GROUP_RATE,
          Metric.GROUP_LOW,
          Metric.GROUP_HIGH);

  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      limits { api { requests-per-minute = 600000 } }
      models {
        "o\\"ld" {
          type = simulated, rates { refusal = 0.2 }, limits = api
          price { input-per-million = 1, output-per-million = 2 }
        }
      }
      lanes { production = recorded, candidate = "o\\"ld" }
      graders {
        finds { type = rule, contains = "marzipan" }
        strict { type = rule, final-matches = "(a+)+b", regex-steps = 10 }
      }
      categories = [
        { id = says-it, grader = finds },
        { id = says-it.2, grader = finds },
        { id = too-slow, grader = strict }
      ]
      sample { drop = [ { field = meta.skip, equals = true } ], per-user = 1 }
      stop { rules = off, look-every = 10, budget-usd = 5, budget-tokens = 900000, budget-calls = 9000 }
      monitor { port = 0 }
      """;

  /** As a label holds it. */
  private static final String MODEL = "o\\\"ld";

  @TempDir Path folder;

  @BeforeEach
  void writePlan() throws IOException {
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  @Test
  void showsAtTheEndWhatTheSummarySays() throws IOException {
    LiveRun run = run("--set=monitor.linger=10m");
    run.feed(lines(40)).feed("no JSON\n").noMore().untilItSays("the run has ended");

    ExpositionText text = metrics(run);

    JsonNode summary = summary();
    JsonNode funnel = summary.path("funnel");
    assertThat(text.value("rehearsal_records_read_total"))
        .isEqualTo(funnel.path("read").asDouble());
    assertThat(text.sum("rehearsal_records_quarantined_total"))
        .isEqualTo(funnel.path("quarantined").asDouble())
        .isEqualTo(1);
    assertThat(text.value("rehearsal_records_dropped_total"))
        .isEqualTo(funnel.path("dropped").asDouble())
        .isEqualTo(4);
    assertThat(text.value("rehearsal_records_unsampled_total"))
        .isEqualTo(funnel.path("unsampled").asDouble());
    assertThat(text.value("rehearsal_records_sampled_total"))
        .isEqualTo(funnel.path("sampled").asDouble());
    assertThat(text.value("rehearsal_prefixes_counted_total"))
        .isEqualTo(summary.path("admitted").asDouble())
        .isEqualTo(36);
    assertThat(text.value("rehearsal_run_state", "state", "ended")).isEqualTo(1);
    JsonNode cost = summary.path("cost");
    assertThat(text.value("rehearsal_model_usd_total", "model", MODEL))
        .isEqualTo(cost.path("usd").asDouble());
    assertThat(text.value("rehearsal_budget_left_calls"))
        .isEqualTo(9000 - cost.path("charged").path("calls").asDouble());
    for (JsonNode estimate : summary.path("estimates")) {
      String[] of = {
        "category", estimate.path("category").asText(), "lane", estimate.path("lane").asText()
      };
      assertThat(text.value("rehearsal_hits_total", of))
          .isEqualTo(estimate.path("hits").asDouble());
      assertThat(text.value("rehearsal_rate_low_ratio", of))
          .isEqualTo(estimate.path("low").asDouble());
      assertThat(text.value("rehearsal_rate_high_ratio", of))
          .isEqualTo(estimate.path("high").asDouble());
      assertThat(text.sum("rehearsal_verdicts_total", and(of, "verdict", "ungraded")))
          .isEqualTo(estimate.path("ungraded").asDouble())
          .isEqualTo(text.sum("rehearsal_ungraded_total", of));
    }
    assertThat(ready(run).statusCode()).isEqualTo(503);
    InProcess.rehearsal("ctl", folder.resolve("run").toString(), "stop");
    assertThat(run.ended().exitCode()).as(run.err()).isZero();
  }

  @Test
  void keepsTheIdentitiesOfTheFunnelWhileItGoesOn() {
    try (LiveRun run = run()) {
      run.feed(lines(30));
      untilCounted(run, 27);

      ExpositionText text = metrics(run);

      assertThat(text.value("rehearsal_records_read_total"))
          .isEqualTo(
              text.sum("rehearsal_records_quarantined_total")
                  + text.value("rehearsal_records_dropped_total")
                  + text.value("rehearsal_records_unsampled_total")
                  + text.value("rehearsal_records_sampled_total"));
      double counted = text.value("rehearsal_prefixes_counted_total");
      assertThat(text.value("rehearsal_prefixes_admitted_total")).isGreaterThanOrEqualTo(counted);
      for (String lane : List.of("production", "candidate")) {
        assertThat(text.sum("rehearsal_replies_total", "lane", lane)).isEqualTo(counted);
        assertThat(text.sum("rehearsal_verdicts_total", "lane", lane, "category", "too-slow"))
            .isEqualTo(counted);
      }
      assertThat(text.value("rehearsal_model_latency_seconds_count", "model", MODEL))
          .isEqualTo(
              text.value("rehearsal_model_latency_seconds_bucket", "model", MODEL, "le", "+Inf"))
          .isGreaterThanOrEqualTo(counted);
      assertThat(text.sum("rehearsal_model_breaker_state", "model", MODEL)).isEqualTo(1);
      assertThat(text.sum("rehearsal_run_state")).isEqualTo(1);
    }
  }

  @Test
  void showsEveryMetricOfTheTableAndNoOther() {
    try (LiveRun run = run()) {
      run.feed(lines(20)).feed("no JSON\n");
      untilCounted(run, 18);

      ExpositionText text = metrics(run);

      assertThat(text.types().keySet())
          .containsExactlyInAnyOrderElementsOf(
              known().stream().map(Metric::exposed).collect(Collectors.toSet()));
      for (Metric metric : known()) {
        assertThat(text.labels(metric.exposed()))
            .as(metric.exposed())
            .isNotEmpty()
            .allSatisfy(labels -> assertThat(labels).hasSameElementsAs(metric.labels()));
      }
    }
  }

  @Test
  void speaksOpenMetricsToThoseWhoAskForIt() {
    try (LiveRun run = run()) {
      run.feed(lines(20));
      untilCounted(run, 18);

      HttpResponse<String> answer =
          run.get(
              "/metrics", "Accept", "application/openmetrics-text;version=1.0.0,text/plain;q=0.5");

      assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
          .startsWith("application/openmetrics-text; version=1.0.0");
      ExpositionText text = ExpositionText.parse(answer.body(), true);
      assertThat(text.types()).containsEntry("rehearsal_prefixes_counted", "counter");
      assertThat(text.value("rehearsal_prefixes_counted_total")).isEqualTo(18);
    }
  }

  @Test
  void isReadyOnceTheSourceIsOpenAndSaysHowFarItIs() throws IOException {
    try (LiveRun run = run()) {
      run.feed(lines(20));
      untilCounted(run, 18);

      HttpResponse<String> ready = ready(run);

      assertThat(ready.statusCode()).isEqualTo(200);
      JsonNode json = new ObjectMapper().readTree(ready.body());
      assertThat(json.path("state").asText()).isEqualTo("running");
      assertThat(json.path("admitted").asLong()).isEqualTo(18);
      assertThat(json.path("secondsSinceCounted").isNumber()).isTrue();
      assertThat(run.get("/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void showsNothingOfConversationsAndChangesNothing() {
    try (LiveRun run = run()) {
      run.feed(lines(20)).feed("{\"id\": \"marzipan-id\", \"messages\": 5}\n");
      untilCounted(run, 18);

      assertThat(run.get("/metrics").body()).doesNotContain("marzipan").doesNotContain("c7");
      for (String method : List.of("POST", "PUT", "DELETE")) {
        HttpRequest request =
            HttpRequest.newBuilder(URI.create(run.url() + "/metrics"))
                .method(method, HttpRequest.BodyPublishers.ofString("x"))
                .build();
        assertThat(run.send(request).statusCode()).isEqualTo(405);
      }
      assertThat(run.get("/").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void saysThatThePortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Launched ran =
          InProcess.rehearsal(
              "run",
              folder.resolve("plan.conf").toString(),
              "--out=" + folder.resolve("run"),
              "--set=monitor.port=" + taken.getLocalPort());

      assertThat(ran.exitCode()).isEqualTo(1);
      assertThat(ran.err())
          .contains("cannot listen on 127.0.0.1:" + taken.getLocalPort())
          .contains("or 0 for any free one");
      assertThat(folder.resolve("run")).doesNotExist();
    }
  }

  /** Nobody knows how much is still to come on standard input. */
  private static List<Metric> known() {
    return Arrays.stream(Metric.values())
        .filter(metric -> !OF_OTHER_RUNS.contains(metric))
        .toList();
  }

  private LiveRun run(String... further) {
    String[] arguments = {
      "run", folder.resolve("plan.conf").toString(), "--out=" + folder.resolve("run")
    };
    return new LiveRun(and(arguments, further));
  }

  private static ExpositionText metrics(LiveRun run) {
    HttpResponse<String> answer = run.get("/metrics");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    return ExpositionText.parse(answer.body(), false);
  }

  private static HttpResponse<String> ready(LiveRun run) {
    return run.get("/health/ready");
  }

  /** Until the prefixes are counted and the model has said that it knows of them. */
  private static void untilCounted(LiveRun run, long prefixes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> run.get("/metrics").body(),
            body ->
                body.contains("rehearsal_prefixes_counted_total " + prefixes + ".0\n")
                    && body.contains(
                        "rehearsal_model_latency_seconds_count{model=\"%s\"} %d\n"
                            .formatted(MODEL, prefixes))
                    && body.contains("rehearsal_budget_left_usd "));
  }

  private JsonNode summary() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("run/summary.json").toFile());
  }

  private static String[] and(String[] first, String... more) {
    String[] all = Arrays.copyOf(first, first.length + more.length);
    System.arraycopy(more, 0, all, first.length, more.length);
    return all;
  }

  /**
   * One in ten is left out by the filter; one in seven holds the word, and so does every prefix.
   */
  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "user": "u%d", "meta": {"skip": %b}, "messages": [\
                {"role": "user", "content": "marzipan of %d?"}, \
                {"role": "assistant", "content": "%s aaaaaaaaaaaaaaaaaaaaaaaa"}]}
                """
                    .formatted(i, i, i % 10 == 3, i, i % 7 == 0 ? "marzipan" : "yes"))
        .collect(Collectors.joining());
  }
}
