package dev.rehearsal.app.ctl;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.Conversations;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steering real runs, over the socket in their folder. */
class CtlTest {
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      limits { api { requests-per-minute = 600000 } }
      models { new { type = simulated, limits = api, in-flight = 32 } }
      lanes { production = recorded, candidate = new }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds } ]
      stop { rules = off, budget-calls = 5000 }
      """;

  @TempDir Path folder;
  private Path run;

  @BeforeEach
  void writePlan() throws IOException {
    run = folder.resolve("run");
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  @Test
  void pausesAdmissionAndGoesOnWithoutLosingAnything() {
    LiveRun live = start().feed(Conversations.lines(0, 20));
    untilCounted(20);

    assertThat(ctl("pause").out()).startsWith("paused: nothing new is admitted");
    assertThat(ctl("pause").out()).startsWith("the run was paused already");
    live.feed(Conversations.lines(20, 40)).noMore();

    assertThat(status().path("state").asText()).isEqualTo("paused");
    assertThat(status().path("admitted").asLong()).isEqualTo(20);
    assertThat(ctl("resume").out()).startsWith("resumed: prefixes are admitted");
    Launched ended = live.ended();
    assertThat(ended.exitCode()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("EXHAUSTED after 40 prefixes");
    assertThat(ended.err()).contains("ctl: paused: ", "ctl: resumed: ");
    assertThat(events().stream().map(EventRow::kind)).contains("paused", "resumed");
    assertThat(run.resolve("ctl.sock")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void stopsLikeTheFirstInterruptAndTheRunCanBeResumed() {
    LiveRun live = start().feed(Conversations.lines(0, 20));
    untilCounted(20);

    assertThat(ctl("stop").out()).startsWith("stopping: what is under way is finished");

    Launched ended = live.ended();
    assertThat(ended.exitCode()).isEqualTo(130);
    assertThat(ended.err()).contains("resume with: rehearsal run");
    assertThat(events().stream().map(EventRow::kind)).contains("stopping");
    LiveRun again =
        new LiveRun("run", plan(), "--resume=" + run).feed(Conversations.lines(0, 30)).noMore();
    assertThat(again.ended().out()).contains("after 30 prefixes").contains("20 reused");
  }

  @Test
  void stopsARunThatIsPaused() {
    LiveRun live = start().feed(Conversations.lines(0, 20));
    untilCounted(20);
    ctl("pause");
    live.feed(Conversations.lines(20, 40));

    ctl("stop");

    assertThat(live.ended().exitCode()).isEqualTo(130);
    assertThat(ctl("status").exitCode()).isEqualTo(1);
  }

  @Test
  void changesLimitsCallsInFlightAndBudgetsAndSaysSo() {
    try (LiveRun live = start().feed(Conversations.lines(0, 20))) {
      untilCounted(20);

      Launched set =
          ctl(
              "set",
              "limits.api.requests-per-minute=120000",
              "models.new.in-flight=8",
              "stop.budget-calls=4000",
              "stop.budget-tokens=1000000");

      assertThat(set.exitCode()).as(set.err()).isZero();
      assertThat(set.out().lines())
          .containsExactly(
              "limits.api.requests-per-minute: 600000 -> 120000, till the end of this process",
              "models.new.in-flight: 32 -> 8, till the end of this process",
              "stop.budget-calls: 5000 -> 4000, till the end of this process",
              "stop.budget-tokens: null -> 1000000, till the end of this process");
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () -> {
                JsonNode status = status();
                assertThat(status.at("/limits/api/requestsPerMinute").asLong()).isEqualTo(120_000);
                assertThat(status.at("/models/new/inFlightNow").asLong()).isEqualTo(8);
                assertThat(status.at("/budget/most/calls").asLong()).isEqualTo(4_000);
                assertThat(status.at("/budget/most/tokens").asLong()).isEqualTo(1_000_000);
              });
      assertThat(ctl("status").out())
          .contains("20 admitted, 20 counted", "of 4,000 calls made", "the run is running")
          .contains("limits api: at most 120,000 requests a minute", "says-no");
      assertThat(live.err()).contains("ctl: stop.budget-calls: 5000 -> 4000");
    }
    assertThat(events().stream().filter(event -> event.kind().equals("retuned")))
        .extracting(EventRow::detail)
        .contains("model new in flight set to 8")
        .anyMatch(detail -> detail.startsWith("stop.budget-calls: 5000 -> 4000"));
  }

  @Test
  void aSmallerBudgetEndsTheRun() {
    LiveRun live = start().feed(Conversations.lines(0, 20));
    untilCounted(20);

    ctl("set", "stop.budget-calls=20");
    live.feed(Conversations.lines(20, 40));

    assertThat(live.ended().out()).contains("BUDGET after 20 prefixes").contains("20 calls");
  }

  @Test
  void refusesInTheWordsOfThePlanAndChangesNothing() {
    try (LiveRun live = start().feed(Conversations.lines(0, 5))) {
      untilCounted(5);

      refused("must be at least 1, was 0", "set", "limits.api.requests-per-minute=0");
      refused("limits.x is not in the run; it has api", "set", "limits.x.requests-per-minute=5");
      refused(
          "sample.fraction stays as it is while a run of a log goes on",
          "set",
          "sample.fraction=0.1");
      refused("sample.fraction must be above 0", "set", "sample.fraction=0");
      refused("sample.seed stays as it is", "set", "sample.seed=1");
      refused("set needs a key and a value", "set");
      refused("pause takes no key", "pause", "x=1");
      assertThat(status().at("/limits/api/requestsPerMinute").asLong()).isEqualTo(600_000);
      assertThat(live.err()).doesNotContain("ctl: ");
    }
    assertThat(events().stream().map(EventRow::kind)).doesNotContain("retuned");
  }

  @Test
  void replacesTheSocketOfAProcessThatDied() throws IOException {
    start().feed(Conversations.lines(0, 20)).noMore().ended();
    try (ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      dead.bind(UnixDomainSocketAddress.of(run.resolve("ctl.sock")));
    }
    Launched nobody = ctl("status");
    assertThat(nobody.exitCode()).isEqualTo(1);
    assertThat(nobody.err()).contains("is not going on: no process has it");

    try (LiveRun again =
        new LiveRun("run", plan(), "--resume=" + run).feed(Conversations.lines(0, 25))) {
      untilCounted(25);
      assertThat(again.err()).doesNotContain("cannot steer");
    }
  }

  @Test
  void reachesARunWhosePathIsLongerThanASocketsMayBe() {
    run = folder.resolve("a-long-name-of-a-folder-".repeat(6)).resolve("run");
    assertThat(run.toString().length()).isGreaterThan(SocketPath.MOST_BYTES + 8);
    try (LiveRun live = start().feed(Conversations.lines(0, 20))) {
      untilCounted(20);
      assertThat(run.resolve("ctl.sock")).exists();
      assertThat(live.err()).doesNotContain("cannot steer");
    }
  }

  @Test
  void saysSoWhenThereIsNoRunOrNobodyIsAtWorkOnIt() {
    Launched none = ctl("status");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).contains("is not a run: no such folder");
    start().feed(Conversations.lines(0, 5)).noMore().ended();

    Launched ended = ctl("pause");

    assertThat(ended.exitCode()).isEqualTo(1);
    assertThat(ended.err()).contains("is not going on").contains("rehearsal report");
  }

  @Test
  void answersLinesThatItDoesNotUnderstand() throws IOException {
    try (LiveRun live = start().feed(Conversations.lines(0, 5))) {
      untilCounted(5);

      assertThat(raw("no JSON")).contains("\"ok\":false").contains("a line must be a JSON object");
      assertThat(raw("{\"version\":2,\"command\":\"pause\"}"))
          .contains("this speaks version 1 and heard version 2");
      assertThat(raw("{\"version\":1,\"command\":\"explode\"}"))
          .contains("no such command")
          .contains("\"exitCode\":2");
      assertThat(raw("x".repeat(Protocol.LONGEST_LINE + 1))).contains("has at most 65536");
      assertThat(live.err()).doesNotContain("ctl: ");
    }
  }

  @Test
  void endsTheTimeThatTheLastMetricsStay() {
    LiveRun live =
        new LiveRun(
            "run", plan(), "--out=" + run, "--set=monitor.port=0", "--set=monitor.linger=10m");
    live.feed(Conversations.lines(0, 5)).noMore().untilItSays("the run has ended");

    ctl("stop");

    assertThat(live.ended().exitCode()).isZero();
  }

  private LiveRun start() {
    return new LiveRun("run", plan(), "--out=" + run);
  }

  private String plan() {
    return folder.resolve("plan.conf").toString();
  }

  private Launched ctl(String... words) {
    String[] arguments = new String[words.length + 2];
    arguments[0] = "ctl";
    arguments[1] = run.toString();
    System.arraycopy(words, 0, arguments, 2, words.length);
    return InProcess.rehearsal(arguments);
  }

  private void refused(String why, String... words) {
    Launched answer = ctl(words);
    assertThat(answer.exitCode()).as(Arrays.toString(words)).isEqualTo(2);
    assertThat(answer.err()).contains(why).doesNotContain("--set");
  }

  private JsonNode status() {
    Launched answer = ctl("status", "--json");
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    try {
      return new ObjectMapper().readTree(answer.out()).path("status");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void untilCounted(long prefixes) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> ctl("status", "--json"),
            answer -> answer.out().contains("\"counted\":" + prefixes + ","));
  }

  private String raw(String line) throws IOException {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(run.resolve("ctl.sock")))) {
      channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
      return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private List<EventRow> events() {
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      return reader.events();
    }
  }
}
