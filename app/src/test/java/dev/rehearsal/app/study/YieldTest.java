package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.Conversations;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.LiveRun;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A provider of 40 requests a minute that production and a run share, over HTTP. */
@Tag("slow")
@Timeout(120)
class YieldTest {
  private static final int OF_PRODUCTION = 25;
  private static final int A_MINUTE = 40;
  private static final double LEFT = 0.3;

  @TempDir Path folder;

  @Test
  void leavesProductionItsShareOfTheProvidersLimit() throws Exception {
    try (Endpoint endpoint = Endpoint.start(folder, "requests-per-minute = " + A_MINUTE)) {
      for (int i = 0; i < OF_PRODUCTION; i++) {
        produce(endpoint);
      }
      Path run = folder.resolve("run");
      LiveRun live = new LiveRun("run", plan(endpoint), "--out=" + run);
      live.feed(Conversations.lines(0, A_MINUTE));

      live.untilItSays("model new yields to others: ");

      // The first reply that says less than 30 % is the last.
      int share = (int) (A_MINUTE * (1 - LEFT));
      await()
          .pollDelay(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(endpoint.calls()).hasSize(share + 1));
      assertThat(live.err())
          .contains(
              "yields to others: 27.5 % of the provider's limit of requests is left, so nothing")
          .contains("is sent with limits.api for");
      assertThat(InProcess.rehearsal("ctl", run.toString(), "status").out())
          .contains("limits api: yields to others, nothing is sent");
      produce(endpoint);
      assertThat(InProcess.rehearsal("ctl", run.toString(), "stop").exitCode()).isZero();
      Launched ended = live.ended();
      assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
      try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
        assertThat(reader.events()).extracting(EventRow::kind).contains("yields");
      }
    }
  }

  private static void produce(Endpoint endpoint) throws IOException, InterruptedException {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(endpoint.url() + "/chat/completions"))
                    .POST(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"messages\":[{\"role\":\"user\",\"content\":\"q\"}]}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
  }

  private String plan(Endpoint endpoint) throws IOException {
    return Files.writeString(
            folder.resolve("plan.conf"),
            """
            source { type = jsonl, paths = ["-"] }
            limits { api { yield-below = %s } }
            models {
              new { type = openai, base-url = "%s", model = m, limits = api, in-flight = 1
                parameters { max_tokens = 50 } }
            }
            lanes { candidate = new }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            stop.rules = off
            send-to = ["127.0.0.1"]
            """
                .formatted(LEFT, endpoint.url()))
        .toString();
  }
}
