package dev.rehearsal.app.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Production from a real broker beside its forecast: promised is one reply in ten that says no. */
@Tag("slow")
@Timeout(180)
class ObserveIT {
  private static final int MESSAGES = 600;

  @TempDir Path folder;

  @Test
  void tellsTheAlarmToItsTopicOnceAndGoesOnWhereItWas() throws IOException {
    try (BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"))) {
      freezeAForecast();
      topics.write("conversations", lines("live", 0, MESSAGES, 3));
      Launched first = observe(topics);
      topics.write("conversations", lines("live", MESSAGES, 2 * MESSAGES, 3));
      Launched second = observe(topics);

      assertThat(first.exitCode()).as(first.err()).isEqualTo(10);
      assertThat(first.err()).containsOnlyOnce("ALARM says-no in production is not as forecast");
      assertThat(second.exitCode()).as(second.err()).isEqualTo(10);
      assertThat(second.err()).doesNotContain("ALARM");
      List<JsonNode> alarms = topics.messages("alarms");
      assertThat(alarms)
          .hasSize(1)
          .allSatisfy(alarm -> BrokerTopics.assertDescribed("alarm", alarm));
      JsonNode live = alarms.get(0).path("live");
      assertThat(live.path("promise").asText()).isEqualTo("BROKEN");
      assertThat(live.path("low").asDouble()).isGreaterThan(live.path("promisedHigh").asDouble());
      assertThat(live.path("alarmAt").asInt()).isBetween(10, MESSAGES);
      assertThat(topics.messages("estimates"))
          .last()
          .extracting(look -> look.path("estimates").path(0).path("trials").asInt())
          .isEqualTo(2 * MESSAGES);
    }
  }

  private void freezeAForecast() throws IOException {
    Files.write(folder.resolve("log.jsonl"), lines("before", 0, 500, 10));
    plan("before", "{ type = jsonl, paths = [log.jsonl] }", "");
    succeed("run", path("before.conf"), "--out", path("before"), "--set=stop.rules=off");
    succeed("forecast", path("before"), "--out", path("forecast.json"));
  }

  private Launched observe(BrokerTopics topics) throws IOException {
    plan(
        "after",
        """
        { type = kafka, servers = ["%s"], topics = [conversations], group = g, until = now }
        """
            .formatted(topics.address()),
        """
        publish { type = kafka, servers = ["%s"], estimates = estimates, alarms = alarms }
        """
            .formatted(topics.address()));
    return InProcess.rehearsal(
        "observe", path("after.conf"), "--forecast", path("forecast.json"), "--out", path("after"));
  }

  private void plan(String name, String source, String more) throws IOException {
    Files.writeString(
        folder.resolve(name + ".conf"),
        """
        name = launch
        source %s
        models { new { type = simulated, rates { says-no = 0.1 }, phrases { says-no = "no" } } }
        lanes { production = recorded, candidate = new }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        stop { look-every = 10 }
        %s
        """
            .formatted(source, more));
  }

  private static void succeed(String... arguments) {
    Launched ended = InProcess.rehearsal(arguments);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  /** Every {@code nth} reply says no. */
  private static List<String> lines(String name, int from, int to, int nth) {
    List<String> lines = new ArrayList<>();
    IntStream.range(from, to)
        .forEach(
            i -> lines.add(BrokerTopics.conversation(name + i, i % nth == nth - 1 ? "no" : "yes")));
    return lines;
  }
}
