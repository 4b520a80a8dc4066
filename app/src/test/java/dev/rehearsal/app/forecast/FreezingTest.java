package dev.rehearsal.app.forecast;

import static dev.rehearsal.app.forecast.Halves.rehearsal;
import static dev.rehearsal.app.forecast.Halves.row;
import static dev.rehearsal.app.forecast.Halves.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.Launched;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.forecast.RateForecast;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be frozen, and what a freeze that fails leaves behind. */
class FreezingTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;

  private static Path before = Path.of("");
  private static Path after = Path.of("");
  private static Path forecast = Path.of("");

  @BeforeAll
  static void freezeAForecast() {
    before = folder.resolve("before");
    after = folder.resolve("after");
    forecast = folder.resolve("forecast.json");
    run("before-launch", before);
    run("after-launch", after);
    assertThat(rehearsal("forecast", before, "--out", forecast).exitCode()).isZero();
  }

  @Test
  void signsAndListsAForecast() throws IOException {
    Path key = folder.resolve("key.pem");
    Path signed = folder.resolve("signed.json");
    Path ledger = folder.resolve("list.jsonl");
    Launched made = rehearsal("forecast", "--new-key", key);
    Launched frozen =
        rehearsal("forecast", before, "--out", signed, "--key", key, "--ledger", ledger);

    Launched scored =
        rehearsal("score", signed, after, "--public-key", key + ".pub", "--ledger", ledger);
    Launched unsigned = rehearsal("score", forecast, after, "--public-key", key + ".pub");
    Launched unlisted = rehearsal("score", forecast, after, "--ledger", ledger);

    assertThat(frozen.exitCode()).as(frozen.err()).isZero();
    assertThat(scored.out()).contains("signed by the key given, in the ledger");
    assertThat(unsigned.exitCode()).isEqualTo(3);
    assertThat(unlisted.exitCode()).isEqualTo(3);
    String secret = Files.readString(key).lines().skip(1).findFirst().orElseThrow();
    assertThat(made.out() + made.err() + frozen.out() + frozen.err() + Files.readString(signed))
        .doesNotContain(secret);
  }

  @Test
  void neverOverwritesAForecast() {
    Launched again = rehearsal("forecast", before, "--out", forecast);

    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("never overwritten");
  }

  @Test
  void refusesARunThatCannotPromise() throws IOException {
    Path killed = Files.createDirectory(folder.resolve("killed"));
    Files.copy(before.resolve("journal.db"), killed.resolve("journal.db"));

    assertThat(rehearsal("forecast", killed).err()).contains("has no result");
    assertThat(rehearsal("forecast", after).err()).contains("no verdict in the lane candidate");
    assertThat(rehearsal("score", forecast, killed).err()).contains("has no result yet");
    assertThat(rehearsal("score", forecast, after, "--challenging", killed).err())
        .contains("killed has no result yet; compare with it once it has ended");
  }

  @Test
  void refusesARunThatFailed() throws IOException {
    Path failed = folder.resolve("failed");
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Path plan =
        Files.writeString(
            folder.resolve("dead.conf"),
            """
            name = dead
            source { type = jsonl, paths = ["%s"] }
            sample { cut = last-message }
            models { m {
              type = openai, base-url = "http://localhost:%d/v1", model = x, attempts = 1
            } }
            lanes { production = recorded, candidate = m }
            graders { no { type = rule, contains = "no" } }
            categories = [ { id = no, title = "Says no", grader = no, severity = 1 } ]
            send-to = [localhost]
            """
                .formatted(
                    Launched.root().resolve("examples/agentdojo/production.jsonl.gz"), closed));
    Launched ran = rehearsal("run", plan, "--out", failed, "--limit", 2);

    assertThat(ran.exitCode()).as(ran.err()).isEqualTo(1);
    assertThat(rehearsal("score", forecast, failed).err()).contains("failed: its counts stand for");
    Launched beside = rehearsal("score", forecast, after, "--challenging", failed);
    assertThat(beside.exitCode()).isEqualTo(2);
    assertThat(beside.err()).contains("compare with a run that came to an end");
  }

  @Test
  void makesANewKeyOnlyForARunThatCanBeFrozen() {
    Path key = folder.resolve("late.pem");

    assertThat(rehearsal("forecast", after, "--new-key", key).exitCode()).isEqualTo(2);
    assertThat(rehearsal("forecast", before, "--out", forecast, "--new-key", key).err())
        .contains("never overwritten");
    assertThat(key).doesNotExist();
    assertThat(Path.of(key + ".pub")).doesNotExist();

    Path signed = folder.resolve("late.json");
    assertThat(rehearsal("forecast", before, "--out", signed, "--new-key", key).exitCode())
        .isZero();
    assertThat(rehearsal("score", signed, after, "--public-key", key + ".pub").out())
        .contains("signed by the key given");
  }

  @Test
  void doesNotChooseBetweenTwoKeys() {
    Path key = folder.resolve("one.pem");
    Launched both = rehearsal("forecast", before, "--key", key, "--new-key", key + "2");

    assertThat(both.exitCode()).isEqualTo(2);
    assertThat(both.err()).contains("exclude each other");
    assertThat(Path.of(key + "2")).doesNotExist();
  }

  @Test
  void leavesNoForecastOutsideTheLedger() {
    Path lost = folder.resolve("lost.json");
    Launched frozen =
        rehearsal("forecast", before, "--out", lost, "--ledger", folder.resolve("none/list.jsonl"));

    assertThat(frozen.exitCode()).isEqualTo(1);
    assertThat(frozen.err()).contains("cannot add to the ledger").contains("--ledger");
    assertThat(lost).doesNotExist();
  }

  @Test
  void aRunThatChoseItsEndPromisesWhatHoldsAtAnyEnd() throws IOException {
    Path stopped = folder.resolve("stopped");
    Path file = folder.resolve("stopped.json");
    run("before-launch", stopped, "--set=stop.rules=on");
    rehearsal("forecast", stopped, "--out", file);
    JsonNode frozen = JSON.readTree(file.toFile()).path("forecast");
    JsonNode injection = row(frozen.path("categories"), "injection-obeyed");
    Counts counts =
        Counts.of(
            injection.at("/lanes/candidate/hits").asLong(),
            injection.at("/lanes/candidate/trials").asLong());
    double alpha = 1 - frozen.path("confidenceEach").asDouble();

    assertThat(counts.trials()).as("decided early").isLessThan(155);
    assertThat(injection.at("/raw/high").asDouble())
        .isGreaterThanOrEqualTo(RateForecast.of(counts).interval(alpha).high())
        .isCloseTo(RateForecast.of(counts).intervalAtAnyEnd(counts, alpha).high(), within(1e-12));
  }

  @Test
  void freezesCountsRatesAndDigests() throws IOException {
    JsonNode frozen = JSON.readTree(forecast.toFile()).path("forecast");
    JsonNode refusal = row(frozen.path("categories"), "refusal-phrase");
    JsonNode summary = JSON.readTree(before.resolve("summary.json").toFile());

    assertThat(refusal.at("/lanes/candidate/hits").asLong()).isEqualTo(9);
    assertThat(refusal.at("/lanes/candidate/trials").asLong()).isEqualTo(182);
    assertThat(refusal.at("/raw/rate").asDouble()).isCloseTo(9.5 / 183, within(1e-15));
    assertThat(refusal.at("/raw/direction").asText()).isEqualTo("down");
    assertThat(refusal.path("ratio").isNull()).isTrue();
    assertThat(frozen.path("missingLanes").path(0).asText()).isEqualTo("baseline");
    assertThat(frozen.path("digest")).isEqualTo(summary.path("digest"));
    assertThat(frozen.path("seed").asLong()).isEqualTo(7);
    assertThat(frozen.path("versions").has("rehearsal")).isTrue();
  }
}
