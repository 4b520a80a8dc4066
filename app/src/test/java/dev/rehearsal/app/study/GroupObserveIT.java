package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two processes of {@code observe} hold what both have seen against one forecast. */
@Tag("slow")
@Timeout(240)
class GroupObserveIT extends GroupCase {
  private static final int FIRST = 48;
  private static final int ALL = 648;

  @Test
  void eachRaisesTheAlarmOverTheTotal() throws Exception {
    freezeAForecast();
    write(conversations("live", 0, FIRST, 3));
    Path plan = plan("after", source());
    try (Child a = observe(plan, "a");
        Child b = observe(plan, "b")) {
      awaitTotal("g", a, total -> total.path("members").asInt() == 2);
      send(conversations("live", FIRST, ALL, 3));
      awaitTotal("g", a, total -> total.path("prefixes").asInt() == ALL);
      for (Child each : List.of(a, b)) {
        await().atMost(PATIENCE).until(() -> each.saying().contains(ALL + " prefixes"));
      }
      for (String name : List.of("a", "b")) {
        String run = folder.resolve("g").resolve(name).toString();
        assertThat(InProcess.rehearsal("ctl", run, "status").out())
            .containsOnlyOnce("total of 2 processes up to ")
            .contains("Z: " + ALL + " prefixes\n");
      }
      a.interrupt();
      b.interrupt();
      for (String name : List.of("a", "b")) {
        Launched ended = (name.equals("a") ? a : b).ended(PATIENCE);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
        assertThat(ended.err()).containsOnlyOnce("ALARM says-no in production is not as forecast");
        JsonNode summary = Study.summary(folder.resolve("g").resolve(name));
        assertThat(summary.path("admitted").asInt()).as("its own part").isBetween(1, ALL - 1);
        JsonNode live = summary.at("/live/categories/0");
        assertThat(live.path("trials").asInt()).as("of both").isEqualTo(ALL);
        assertThat(live.path("promise").asText()).isEqualTo("BROKEN");
      }
    }
  }

  /** One reply in ten says no. */
  private void freezeAForecast() throws IOException {
    Files.write(folder.resolve("before.jsonl"), conversations("before", 0, 500, 10));
    Path plan = plan("before", "type = jsonl, paths = [before.jsonl]");
    succeed("run", plan.toString(), "--out", folder.resolve("before").toString());
    succeed(
        "forecast",
        folder.resolve("before").toString(),
        "--out",
        folder.resolve("forecast.json").toString());
  }

  private String source() {
    return "type = kafka, servers = [\"%s\"], topics = [%s], group = g }\ngroup { totals = totals, epoch = 1s"
        .formatted(broker.address(), TOPIC);
  }

  private Path plan(String name, String source) {
    return new Study(folder)
        .plan(
            name,
            """
            name = launch
            source { %s }
            models { new { type = simulated, rates { says-no = 0.1 }, phrases { says-no = "no" } } }
            lanes { production = recorded, candidate = new }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            stop { rules = off, look-every = 10 }
            """
                .formatted(source));
  }

  private Child observe(Path plan, String name) {
    return Child.start(
        folder,
        Map.of(),
        "observe",
        plan.toString(),
        "--forecast",
        folder.resolve("forecast.json").toString(),
        "--out",
        folder.resolve("g").resolve(name).toString());
  }

  private static void succeed(String... arguments) {
    Launched ended = InProcess.rehearsal(arguments);
    assertThat(ended.exitCode()).as(ended.err()).isZero();
  }

  /** Every {@code nth} reply says no. */
  private static List<String> conversations(String name, int from, int to, int nth) {
    return IntStream.range(from, to)
        .mapToObj(i -> BrokerTopics.conversation(name + i, i % nth == nth - 1 ? "no" : "yes"))
        .toList();
  }
}
