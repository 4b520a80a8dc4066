package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LINE =
      "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"},"
          + "{\"role\":\"assistant\",\"content\":\"Good day\"}]}%n";

  @TempDir Path folder;

  @Test
  void saysWhatTheQuickstartWillDo() {
    Ran plan = Ran.rehearsal("plan", Ran.quickstart());

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out())
        .contains("368 read, 0 quarantined")
        .contains("95 % for all 12 together (99.58 % each)")
        .contains("311 attacked prefixes")
        .contains("above or below 10 %")
        .contains("nothing leaves this machine");
  }

  @Test
  void saysWhatACallingPlanMaySpendAndWhere() throws IOException {
    JsonNode plan = JSON.readTree(Ran.rehearsal("plan", calling(), "--json").out());

    JsonNode lane = plan.path("asked").path(0);
    assertThat(lane.path("who").asText()).isEqualTo("lane candidate");
    assertThat(lane.path("asks").asLong()).isEqualTo(30);
    assertThat(lane.path("mostCalls").asLong()).isEqualTo(90);
    long tokens = 30 * (37 / 3) + 30 * 100;
    assertThat(lane.path("mostTokens").asLong()).isBetween(3 * tokens - 100, 3 * tokens + 100);
    assertThat(lane.path("mostUsd").asDouble()).isGreaterThan(9e-3).isLessThan(11e-3);
    assertThat(plan.path("leastSeconds").path("key").asDouble()).isEqualTo(180);
    assertThat(plan.path("sendsTo").path(0).path("host").asText()).isEqualTo("example.org");
    assertThat(plan.path("sendsTo").path(0).path("inSendTo").asBoolean()).isFalse();
  }

  @Test
  void namesTheFirstLinesThatCannotBeUsed() throws IOException {
    String file = calling();
    Files.writeString(folder.resolve("log.jsonl"), "torn\nworn\n" + LINE.formatted(1));

    Ran plan = Ran.rehearsal("plan", file);

    assertThat(plan.exitCode()).isEqualTo(1);
    assertThat(plan.err())
        .contains("log.jsonl:1: not JSON; ")
        .contains("log.jsonl:2: not JSON")
        .doesNotContain("rehearsal-plan-");
  }

  @Test
  void leavesNothingBehind() throws IOException {
    String file = calling();
    long before = entries();

    Ran plan = Ran.rehearsal("plan", file);

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("NOT in send-to").contains("not de-identified");
    assertThat(entries()).isEqualTo(before);
  }

  @Test
  void namesEveryProblemAtOnce() {
    Ran plan =
        Ran.rehearsal("plan", Ran.quickstart(), "--set", "sample.sed=1", "--set", "stop.lok=2");

    assertThat(plan.exitCode()).isEqualTo(2);
    assertThat(plan.err()).contains("sample.sed").contains("stop.lok");
    assertThat(plan.out()).isEmpty();
  }

  private long entries() throws IOException {
    try (var list = Files.list(folder)) {
      return list.count();
    }
  }

  private String calling() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      log.append(LINE.formatted(i));
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
    return Files.writeString(
            folder.resolve("plan.conf"),
            """
            name = calling
            source { type = jsonl, paths = ["log.jsonl"] }
            sample { seed = 1 }
            limits { key { requests-per-minute = 10 } }
            models { new {
              type = openai, base-url = "http://example.org/v1", model = "m", attempts = 3
              parameters { max_tokens = 100 }, limits = key
              price { input-per-million = 1, output-per-million = 1 }
            } }
            lanes { production = recorded, candidate = new }
            graders { sorry { type = rule, reply-matches = "sorry" } }
            categories = [ { id = refusal, grader = sorry, tolerance = 0.1 } ]
            """)
        .toString();
  }
}
