package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of 300 English conversations, a tenth of them with a no, and 100 German, half of them. */
class TargetMixTest {
  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      boolean english = i < 300;
      lines.add(
          """
          {"id": "c%d", "language": "%s", "messages": [{"role": "user", "content": "q"}, \
          {"role": "assistant", "content": "%s"}]}\
          """
              .formatted(i, english ? "en" : "de", i % (english ? 10 : 2) == 0 ? "no" : "yes"));
    }
    Files.write(folder.resolve("log.jsonl"), lines);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample { slices = [language] }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        estimate { target-mix { field = language, shares { de = 0.75, en = 0.25 } } }
        """);
  }

  @Test
  void showsTheRateOfAnotherPopulationBesideThatOfTheLog() throws IOException {
    Ran ran = run("mixed");
    JsonNode all = estimate("mixed", "all");
    JsonNode mixed = estimate("mixed", "target mix");

    assertThat(ran.err()).contains("target mix language: 75 % de, 25 % en");
    assertThat(all.path("rate").asDouble()).isCloseTo(0.2, within(1e-12));
    assertThat(mixed.path("rate").asDouble()).isCloseTo(0.75 * 0.5 + 0.25 * 0.1, within(1e-12));
    assertThat(mixed.path("low").asDouble()).isBetween(0.2, 0.35);
    assertThat(mixed.path("high").asDouble()).isBetween(0.45, 0.6);
    assertThat(mixed.path("method").asText()).isEqualTo("post-stratified lu7");
    assertThat(Ran.rehearsal("report", folder.resolve("mixed").toString()).out())
        .contains("| says-no | production | target mix | 40 % |")
        .contains("with these shares of language: 75 % de, 25 % en.");
    assertThat(Ran.rehearsal("plan", folder.resolve("plan.conf").toString()).out())
        .contains("target mix language: 75 % de, 25 % en");
  }

  @Test
  void leavesTheShareOfAValueOpenThatNobodySaw() throws IOException {
    Path plan = folder.resolve("plan.conf");
    Files.writeString(plan, Files.readString(plan).replace("en = 0.25", "fr = 0.25"));
    run("unseen");
    JsonNode mixed = estimate("unseen", "target mix");

    assertThat(mixed.path("rate").isNull()).isTrue();
    assertThat(mixed.path("high").asDouble() - mixed.path("low").asDouble()).isGreaterThan(0.25);
    assertThat(mixed.path("trials").asInt()).isEqualTo(100);
  }

  @Test
  void goesOnToTheSameResult() throws IOException {
    run("whole");
    run("parts", "--limit=150");
    Ran resumed =
        Ran.rehearsal(
            "run",
            folder.resolve("plan.conf").toString(),
            "--resume",
            folder.resolve("parts").toString());

    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(estimate("parts", "target mix")).isEqualTo(estimate("whole", "target mix"));
  }

  @Test
  void refusesSharesOfNothingOrOfTooMuch() {
    Ran ran =
        Ran.rehearsal(
            "plan",
            folder.resolve("plan.conf").toString(),
            "--set=estimate.target-mix.field=country",
            "--set=estimate.target-mix.shares.en=0.5");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("estimate.target-mix.field must be one of sample.slices, was \"country\"")
        .contains("estimate.target-mix.shares must sum to 1, were 1.25 together");
  }

  private Ran run(String name, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("run", folder.resolve("plan.conf").toString(), "--out"));
    arguments.add(folder.resolve(name).toString());
    arguments.addAll(List.of(further));
    Ran ran = Ran.rehearsal(arguments.toArray(String[]::new));
    assertThat(ran.exitCode()).as(ran.err()).isZero();
    return ran;
  }

  private JsonNode estimate(String name, String slice) throws IOException {
    for (JsonNode estimate :
        new ObjectMapper()
            .readTree(folder.resolve(name).resolve("summary.json").toFile())
            .path("estimates")) {
      if (estimate.path("slice").asText().equals(slice)) {
        return estimate;
      }
    }
    throw new AssertionError("no estimate of the slice " + slice);
  }
}
