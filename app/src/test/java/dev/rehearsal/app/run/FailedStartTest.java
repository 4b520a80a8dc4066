package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedStartTest {
  @TempDir Path folder;

  @Test
  void leavesNoFolderBehindWhenNothingMayBeSent() throws IOException {
    Launched refused = run("[]", 9);

    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("send-to does not list localhost");
    assertThat(folder.resolve("run")).doesNotExist();
  }

  @Test
  void callsARunFailedWhoseModelNeverAnswered() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Launched failed = run("[localhost]", closed);

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).contains("FAILED after 2 prefixes").contains("never answered");
  }

  private Launched run(String sendTo, int port) throws IOException {
    Files.writeString(
        folder.resolve("log.jsonl"),
        """
        {"id":"a","messages":[{"role":"user","content":"hi"},{"role":"assistant","content":"yes"}]}
        {"id":"b","messages":[{"role":"user","content":"ho"},{"role":"assistant","content":"no"}]}
        """);
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            name = small
            source { type = jsonl, paths = [log.jsonl] }
            models { m {
              type = openai, base-url = "http://localhost:%d/v1", model = x, attempts = 1
            } }
            lanes { production = recorded, candidate = m }
            graders { no { type = rule, contains = "no" } }
            categories = [ { id = no, title = "Says no", grader = no, severity = 1 } ]
            send-to = %s
            """
                .formatted(port, sendTo));
    return InProcess.rehearsal("run", plan.toString(), "--out", folder.resolve("run").toString());
  }
}
