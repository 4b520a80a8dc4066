package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way in which a run may end before it is done, and how it says so. */
class EndingsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String USUAL = "seed = 11, rates { bad = 0.1 }\n";

  @TempDir Path folder;

  @Test
  @Tag("slow")
  void theFirstInterruptDrainsAndPrintsTheCommandThatGoesOn() {
    Path run = folder.resolve("run");
    try (Endpoint endpoint = Endpoint.start(folder, USUAL + "latency = 500ms")) {
      Path plan = plan(endpoint.url(), 200);
      Launched stopped;
      try (Child child =
          Child.start(folder, Map.of(), "run", plan.toString(), "--out", run.toString())) {
        await().atMost(PATIENCE).until(() -> endpoint.calls().size() > 20);
        child.interrupt();
        stopped = child.ended(PATIENCE);
      }
      assertThat(stopped.exitCode()).as(stopped.err()).isEqualTo(130);
      assertThat(stopped.err()).contains("finishing what is under way");
      assertThat(Study.summary(run).path("status").asText()).isEqualTo("interrupted");
      int asked = endpoint.calls().size();
      assertThat(asked).isLessThan(200);
      String command =
          stopped
              .err()
              .lines()
              .filter(l -> l.startsWith("resume with: "))
              .findFirst()
              .orElseThrow();

      Launched resumed =
          Launched.process(
              folder,
              Map.of(),
              "",
              List.of(
                  "sh",
                  "-c",
                  command.replace("resume with: rehearsal", Launched.root() + "/rehearsal")));

      assertThat(resumed.exitCode()).as(resumed.err()).isZero();
      assertThat(Study.summary(run).path("status").asText()).isEqualTo("exhausted");
      assertThat(endpoint.stop()).as("calls, none of them twice").hasSize(200);
    }
  }

  @Test
  @Tag("slow")
  void theSecondInterruptQuitsAtOnce() {
    Path run = folder.resolve("run");
    try (Endpoint endpoint = Endpoint.start(folder, USUAL + "latency = 100s")) {
      Path plan = plan(endpoint.url(), 50, "timeout = 200s");
      try (Child child =
          Child.start(folder, Map.of(), "run", plan.toString(), "--out", run.toString())) {
        await().atMost(PATIENCE).until(() -> child.saying().contains("sends to"));
        child.interrupt();
        await().atMost(PATIENCE).until(() -> child.saying().contains("finishing"));
        child.interrupt();
        Launched quit = child.ended(Duration.ofSeconds(20));
        assertThat(quit.exitCode()).as(quit.err()).isEqualTo(130);
      }
    }
  }

  @Test
  void anEndpointThatDoesNotAnswerEndsTheRunWithinABoundedTime() throws IOException {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    Path plan =
        plan(
            "http://127.0.0.1:" + nobody + "/v1",
            50,
            "breaker { failures = 3, probe = 100ms, longest-probe = 500ms, unreachable-after = 2s"
                + " }");

    Launched launched = run(plan);

    assertThat(launched.exitCode()).as(launched.err()).isEqualTo(1);
    assertThat(launched.err())
        .contains("unreachable")
        .contains("connection refused")
        .contains("resume with: rehearsal run");
  }

  @Test
  void aRejectedKeyEndsTheRunAtOnce() {
    try (Endpoint endpoint = Endpoint.start(folder, USUAL + "api-key = the-right-key")) {
      Launched launched = run(plan(endpoint.url(), 50, "timeout = 30s, api-key = the-wrong-key"));

      assertThat(launched.exitCode()).as(launched.err()).isEqualTo(1);
      assertThat(launched.err()).contains("key rejected (http 401)");
      assertThat(endpoint.stop()).hasSizeLessThanOrEqualTo(16);
    }
  }

  @Test
  void nothingIsSentToAHostThatThePlanDoesNotList() {
    try (Endpoint endpoint = Endpoint.start(folder, USUAL)) {
      String text = planText(endpoint.url(), 50, "").replace("send-to = [\"127.0.0.1\"]", "");

      Launched launched = run(new Study(folder).plan("unlisted", text));

      assertThat(launched.exitCode()).as(launched.err()).isEqualTo(2);
      assertThat(launched.err()).contains("send-to").contains("127.0.0.1");
      assertThat(endpoint.stop()).isEmpty();
    }
  }

  private Launched run(Path plan) {
    return InProcess.rehearsal("run", plan.toString(), "--out", folder.resolve("run").toString());
  }

  private Path plan(String url, int size, String... settings) {
    return new Study(folder).plan("plan", planText(url, size, String.join(", ", settings)));
  }

  private String planText(String url, int size, String settings) {
    return new PlanText(new Study(folder).log(11, size))
        .lane("candidate", url, settings)
        .category("bad", "")
        .with("stop.rules = off")
        .toString();
  }
}
