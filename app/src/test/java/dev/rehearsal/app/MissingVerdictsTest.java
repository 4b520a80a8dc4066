package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.text.Numbers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of which some replies have no label: clean as far as anybody can tell. */
class MissingVerdictsTest {
  private static final int LOG = 400;
  private static final int UNLABELLED = 20;

  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    Files.write(
        folder.resolve("log.jsonl"),
        lines(
            """
            {"id": "c%d", "messages": [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}]}\
            """,
            0));
    Files.write(
        folder.resolve("labels.jsonl"), lines("{\"id\": \"c%d\", \"bad\": false}", UNLABELLED));
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        lanes { production = recorded }
        graders { labelled { type = labels, path = "labels.jsonl", field = "bad" } }
        categories = [ { id = bad, grader = labelled, stop { threshold = 0.04 } } ]
        stop { look-every = 10 }
        """);
  }

  @Test
  void isDecidedAsIfTheMissingWereBad() throws IOException {
    JsonNode estimate = run("default");

    assertThat(estimate.path("ungraded").asInt()).isBetween(1, UNLABELLED);
    assertThat(estimate.path("high").asDouble()).isLessThan(0.04);
    assertThat(estimate.path("missingTimesAsBad").asDouble()).isEqualTo(10);
    assertThat(estimate.path("highIfMissingAsBad").asDouble())
        .isBetween(estimate.path("high").asDouble(), estimate.path("highIfMissingHit").asDouble());
    assertThat(estimate.path("tippingTimesAsBad").isNumber()).isTrue();
    Ran report = Ran.rehearsal("report", folder.resolve("default").toString());
    assertThat(report.out())
        .contains("## Missing verdicts")
        .contains("| 10 times as bad |")
        .contains("at " + Numbers.times(estimate.path("tippingTimesAsBad").asDouble()));
  }

  @Test
  void isDecidedSoonerWhereTheMissingAreNoWorse() throws IOException {
    JsonNode trusting = run("trusting", "--set=estimate.missing-times-as-bad=1");
    JsonNode wary = run("wary", "--set=estimate.missing-times-as-bad=10");

    assertThat(trusting.path("state").asText()).isEqualTo("BELOW");
    assertThat(wary.path("decidedAt").isNumber() ? wary.path("decidedAt").asInt() : LOG + 1)
        .isGreaterThan(trusting.path("decidedAt").asInt());
  }

  @Test
  void saysNothingOfItWhereNothingIsMissing() throws IOException {
    Files.write(folder.resolve("labels.jsonl"), lines("{\"id\": \"c%d\", \"bad\": false}", 0));

    JsonNode estimate = run("complete");

    assertThat(estimate.path("missingTimesAsBad").isNull()).isTrue();
    assertThat(Ran.rehearsal("report", folder.resolve("complete").toString()).out())
        .doesNotContain("Missing verdicts");
  }

  @Test
  void aKilledRunGoesOnToTheSameResult() throws IOException {
    JsonNode whole = run("whole");
    Ran begun = begin("parts", "--out", "--limit=150");
    assertThat(begun.exitCode()).as(begun.err()).isZero();
    Ran resumed = begin("parts", "--resume");

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(estimate("parts")).isEqualTo(whole);
  }

  @Test
  void refusesMissingVerdictsThatAreBetter() {
    Ran ran = begin("better", "--out", "--set=estimate.missing-times-as-bad=0.5");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("estimate.missing-times-as-bad").contains("0.5");
  }

  private JsonNode run(String name, String... further) throws IOException {
    Ran ran = begin(name, "--out", further);
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return estimate(name);
  }

  private JsonNode estimate(String name) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(name).resolve("summary.json").toFile())
        .path("estimates")
        .path(0);
  }

  private Ran begin(String name, String into, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("run", folder.resolve("plan.conf").toString(), into));
    arguments.add(folder.resolve(name).toString());
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }

  private static List<String> lines(String format, int from) {
    return IntStream.range(from, LOG).mapToObj(format::formatted).toList();
  }
}
