package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From Kafka to Kafka, over a real broker; one in five replies says no, and later two. */
@Tag("slow")
@Timeout(180)
class ShadowIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int HALF = 300;
  private static final int FIRST = 200;

  @TempDir Path folder;
  private BrokerTopics topics;

  @BeforeEach
  void start() {
    topics = BrokerTopics.start(folder.resolve("broker"));
  }

  @AfterEach
  void stop() {
    topics.close();
  }

  @Test
  void tellsEveryVerdictAndEstimateAndAnAlarmAndGoesOnWhereItWas() throws IOException {
    write(0, FIRST);
    Launched first = shadow();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out() + first.err()).contains("cap        1 prefix of a user in a day; ");
    write(FIRST, 2 * HALF);
    Launched second = shadow();
    assertThat(second.exitCode()).as(second.err()).isZero();

    JsonNode summary = JSON.readTree(folder.resolve("run/summary.json").toFile());
    assertThat(summary.path("admitted").asInt()).isEqualTo(2 * HALF);
    List<JsonNode> verdicts = topics.messages("verdicts");
    assertThat(verdicts).allSatisfy(verdict -> BrokerTopics.assertDescribed("verdict", verdict));
    assertThat(verdicts)
        .extracting(v -> v.path("admission").asInt() + v.path("category").asText())
        .as("told once: nothing was killed")
        .hasSize(2 * HALF)
        .doesNotHaveDuplicates();
    assertThat(verdicts.stream().filter(v -> v.path("verdict").asText().equals("hit")).count())
        .isEqualTo(summary.path("estimates").get(0).path("hits").asLong());
    List<JsonNode> estimates = topics.messages("estimates");
    assertThat(estimates).allSatisfy(look -> BrokerTopics.assertDescribed("estimates", look));
    assertThat(estimates.get(estimates.size() - 1).path("estimates"))
        .isEqualTo(summary.path("estimates"));
    List<JsonNode> alarms = topics.messages("alarms");
    assertThat(alarms).hasSize(1).allSatisfy(alarm -> BrokerTopics.assertDescribed("alarm", alarm));
    assertThat(alarms.get(0).path("sentence").asText()).contains("the rate has moved up from 20 %");
  }

  private Launched shadow() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            name = watched
            source { type = kafka, servers = ["%1$s"], topics = [conversations], group = g, until = now }
            publish { type = kafka, servers = ["%1$s"]
              verdicts = verdicts, estimates = estimates, alarms = alarms }
            lanes { production = recorded }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds, drift { from = 0.2 } } ]
            drift { method = e-sr, run-length = 10000 }
            stop { look-every = 50 }
            sample.per-user = 1
            """
                .formatted(topics.address()));
    return InProcess.rehearsal(
        "shadow", plan.toString(), "--out", folder.resolve("run").toString());
  }

  /** Conversations {@code from} to before {@code to}. */
  private void write(int from, int to) {
    topics.write(
        "conversations",
        IntStream.range(from, to)
            .mapToObj(
                i ->
                    BrokerTopics.conversation(
                        "c" + i, i % 5 == 0 || i > HALF && i % 5 == 2 ? "no" : "yes"))
            .toList());
  }
}
