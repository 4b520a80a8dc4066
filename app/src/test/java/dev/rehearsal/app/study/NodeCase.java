package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;

/** Processes of {@code rehearsal node} beside a run, and the server that all of them ask. */
abstract class NodeCase {
  static final Duration PATIENCE = Duration.ofMinutes(2);
  static final int LIMIT = 1200;

  /** Three machines could make three times as many calls as are allowed, two of them twice. */
  static final int IN_FLIGHT = 20;

  private static final Pattern JOIN = Pattern.compile("nodes can join at (127\\.0\\.0\\.1:\\d+)");

  @TempDir Path folder;

  Endpoint endpoint(String latency) {
    return Endpoint.start(folder, "seed = 6, rates { bold = 0.25, even = 0.15 }\n" + latency);
  }

  Child node(Path plan, String join, Map<String, String> environment) {
    return Child.start(folder, environment, "node", plan.toString(), "--join", join);
  }

  static String join(Child run) {
    says(run, "nodes can join at");
    Matcher matcher = JOIN.matcher(run.saying());
    assertThat(matcher.find()).as(run.saying()).isTrue();
    return matcher.group(1);
  }

  static void says(Child child, String text) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(child.saying()).contains(text));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Steers a run, which must take it. */
  static void ctl(Path run, String command) {
    Launched told = InProcess.rehearsal("ctl", run.toString(), command);
    assertThat(told.exitCode()).as(told.err()).isZero();
  }
}
