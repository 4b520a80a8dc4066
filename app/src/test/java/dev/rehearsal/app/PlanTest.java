package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
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
  void saysHowLongEachRuleWillTakeAndAtWhatCost() throws IOException {
    JsonNode plan =
        JSON.readTree(
            Ran.rehearsal("plan", calling(), "--set", "stop.budget-calls=25", "--json").out());

    assertThat(plan.path("reach").path("prefixes").asLong()).isEqualTo(25);
    assertThat(plan.path("reach").path("limit").asText()).isEqualTo("stop.budget-calls");
    assertThat(plan.path("reach").path("seesRatesFrom").asDouble())
        .isEqualTo(1 - Math.pow(0.05, 1.0 / 25), within(1e-12));
    JsonNode category = plan.path("categories").path(0);
    double alpha = 1 - category.path("confidence").asDouble();
    assertThat(alpha).isEqualTo(0.05 / 3, within(1e-12));
    assertThat(category.path("excludedWithoutHit").asDouble())
        .isEqualTo(
            ConfidenceSequence.of(BetaMixture.logUniform())
                .interval(Counts.of(0, 25), alpha)
                .high(),
            within(1e-12));
    // Four rates about the tolerance; then four rates of production, doubled or kept.
    assertThat(category.path("expected")).hasSize(12);
    for (JsonNode row : category.path("expected")) {
      double prefixes = row.path("prefixes").asDouble();
      assertThat(prefixes).isGreaterThan(25);
      assertThat(row.path("medianPrefixes").asDouble()).isLessThan(1.2 * prefixes);
      assertThat(row.path("standardError").asDouble()).isBetween(0.001 * prefixes, 0.05 * prefixes);
      assertThat(row.path("chanceWithinReach").asDouble()).isBetween(0.0, 0.5);
      assertThat(row.path("calls").asDouble()).isEqualTo(prefixes, within(1e-6 * prefixes));
      assertThat(row.path("seconds").asDouble()).isEqualTo(6 * prefixes, within(1e-6 * prefixes));
      // 33 tokens of reply at the most, and what the request has: a millionth of a dollar each.
      assertThat(row.path("usd").asDouble()).isBetween(15e-6 * prefixes, 60e-6 * prefixes);
    }
  }

  @Test
  void sharesTheRowsOfCategoriesThatAreAlike() {
    String text = Ran.rehearsal("plan", Ran.quickstart()).out();

    assertThat(text).contains("within 368").contains("refusal-phrase and 2 more");
    assertThat(text.lines().filter(line -> line.contains("10 per 100k in both"))).hasSize(2);
    assertThat(text.lines().filter(line -> line.contains("surely"))).hasSize(4);
  }

  @Test
  void asksNothingOfRulesThatAreOff() throws IOException {
    JsonNode plan =
        JSON.readTree(
            Ran.rehearsal("plan", Ran.quickstart(), "--set", "stop.rules=off", "--json").out());

    assertThat(plan.path("categories").path(0).path("expected")).isEmpty();
    assertThat(plan.path("categories").path(0).path("excludedWithoutHit").asDouble()).isZero();
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
