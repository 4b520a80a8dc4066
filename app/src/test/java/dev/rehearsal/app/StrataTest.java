package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.sampling.Uniform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A log of 2,000 conversations: of 200 that are paid for every second has a no, of 1,800 that are
 * free every twentieth. The paid ones are all drawn, of the free ones a fifth.
 */
class StrataTest {
  private static final int PAID = 200;
  private static final int FREE = 1_800;

  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < PAID + FREE; i++) {
      lines.add(
          """
          {"id": "c%d", "tier": "%s", "messages": [{"role": "user", "content": "q"}, \
          {"role": "assistant", "content": "%s"}]}\
          """
              .formatted(i, i < PAID ? "paid" : "free", saysNo(i) ? "no" : "yes"));
    }
    Files.write(folder.resolve("log.jsonl"), lines);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample { strata { field = tier, fractions { paid = 1, free = 0.2 } } }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        """);
  }

  @Test
  void mixesTheRatesOfTheStrataByTheirPartsOfTheLog() throws IOException {
    long drawn = drawn(0.2).count();
    long hits = drawn(0.2).filter(StrataTest::saysNo).count();
    double rate = 0.1 * 0.5 + 0.9 * hits / drawn;

    Ran ran = run("log", "--set=estimate.estimand=log");
    JsonNode all = estimate("log", "all");

    assertThat(drawn).isBetween(300L, 420L);
    assertThat(all.path("trials").asLong()).isEqualTo(PAID + drawn);
    assertThat(all.path("hits").asLong()).isEqualTo(PAID / 2 + hits);
    assertThat(all.path("rate").asDouble()).isCloseTo(rate, within(1e-12));
    assertThat(all.path("low").asDouble()).isBetween(0.05, 0.0951);
    assertThat(all.path("high").asDouble()).isBetween(0.0951, 0.17);
    assertThat(all.path("method").asText()).isEqualTo("post-stratified without-replacement");
    assertThat(all.path("effectiveSize").asDouble())
        .isCloseTo(1 / (0.1 * 0.1 / PAID + 0.9 * 0.9 / drawn), within(1e-9));
    assertThat(estimate("log", "tier=paid").path("rate").asDouble()).isEqualTo(0.5);
    assertThat(ran.err())
        .contains(
            String.format(
                Locale.ROOT,
                "strata     tier: free %d of 1,800 drawn (20 %%), %,d not; paid 200 of 200 drawn"
                    + " (100 %%), 0 not",
                drawn,
                FREE - drawn));
    assertThat(ran.out()).contains("worth " + Math.round(all.path("effectiveSize").asDouble()));
  }

  @Test
  void countsWhatWasReadAndNotDrawn() throws IOException {
    run("counts");
    JsonNode summary = summary("counts");
    long drawn = drawn(0.2).count();
    JsonNode free = summary.path("strata").path("strata").get(0);

    assertThat(free.path("stratum").asText()).isEqualTo("free");
    assertThat(free.path("records").asLong()).isEqualTo(FREE);
    assertThat(free.path("drawn").asLong()).isEqualTo(drawn);
    assertThat(free.path("undrawn").asLong()).isEqualTo(FREE - drawn);
    assertThat(free.path("weight").asDouble()).isCloseTo((double) FREE / drawn, within(1e-12));
    assertThat(summary.path("funnel").path("unsampled").asLong()).isEqualTo(FREE - drawn);
    assertThat(summary.path("floor").isNull()).isTrue();
    assertThat(summary.path("discoveries").path("claims")).isEmpty();
    assertThat(Ran.rehearsal("report", folder.resolve("counts").toString()).out())
        .contains("| free | 20 % | 1,800 | 90 % | " + drawn + " | ")
        .contains("## Strata mixed")
        .contains(" | " + best(drawn) + " |");
  }

  /** As they were drawn, more than a fifth of the prefixes have a no. */
  @Test
  void gatesGoByTheMix() throws IOException {
    run(
        "gates",
        "--set=models.again={ type = recorded, paths = [\"%s\"] }"
            .formatted(folder.resolve("log.jsonl")),
        "--set=lanes.candidate=again",
        "--set=stop.rules=off",
        "--set=categories=[ { id = says-no, grader = finds, tolerance = 0.2 } ]");
    JsonNode candidate = summary("gates").path("estimates").get(3);

    assertThat(candidate.path("lane").asText()).isEqualTo("candidate");
    assertThat(candidate.path("slice").asText()).isEqualTo("all");
    assertThat(candidate.path("hits").asDouble() / candidate.path("trials").asDouble())
        .isGreaterThan(0.2);
    assertThat(summary("gates").path("gates").get(0).path("verdict").asText()).isEqualTo("PASSED");
    assertThat(summary("gates").path("comparisons").get(0).path("ratio").asDouble()).isEqualTo(1);
  }

  /** Of the traffic the log's shares are an estimate as well. */
  @Test
  void isWiderForTheTrafficThanForTheLog() throws IOException {
    run("log", "--set=estimate.estimand=log");
    run("traffic");
    JsonNode log = estimate("log", "all");
    JsonNode traffic = estimate("traffic", "all");

    assertThat(traffic.path("rate").asDouble())
        .isCloseTo(log.path("rate").asDouble(), within(1e-12));
    assertThat(traffic.path("low").asDouble()).isLessThan(log.path("low").asDouble());
    assertThat(traffic.path("high").asDouble()).isGreaterThan(log.path("high").asDouble());
  }

  @Test
  void aHigherFractionOnlyAdds() throws IOException {
    run("fifth");
    run("half", "--set=sample.strata.fractions.free=0.5");

    assertThat(drawn(0.5).boxed().toList()).containsAll(drawn(0.2).boxed().toList());
    assertThat(summary("half").path("strata").path("strata").get(0).path("drawn").asLong())
        .isEqualTo(drawn(0.5).count());
  }

  @Test
  void goesOnToTheSameResultAndRefusesOtherFractions() throws IOException {
    run("whole");
    run("parts", "--limit=150");
    Ran other = resume("--set=sample.strata.fractions.free=0.5");
    Ran resumed = resume();

    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("the plan's sample");
    assertThat(resumed.exitCode()).as(resumed.err()).isZero();
    assertThat(summary("parts").path("estimates")).isEqualTo(summary("whole").path("estimates"));
    assertThat(summary("parts").path("strata")).isEqualTo(summary("whole").path("strata"));
  }

  @Test
  void regradesToTheSameRate() throws IOException {
    run("run");
    Ran regraded =
        Ran.rehearsal(
            "regrade",
            folder.resolve("run").toString(),
            folder.resolve("plan.conf").toString(),
            "--out",
            folder.resolve("again").toString());

    assertThat(regraded.exitCode()).as(regraded.err()).isZero();
    assertThat(summary("again").path("estimates")).isEqualTo(summary("run").path("estimates"));
  }

  @Test
  void setsAsideWhatHasNoFraction() throws IOException {
    Ran ran =
        Ran.rehearsal(
            "run",
            withoutPaid().toString(),
            "--set=quarantine.max-share=0.2",
            "--out",
            folder.resolve("set-aside").toString());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(
            summary("set-aside")
                .path("quarantined")
                .path("value without a fraction in sample.strata")
                .asLong())
        .isEqualTo(PAID);
    Ran strict =
        Ran.rehearsal(
            "run", withoutPaid().toString(), "--out", folder.resolve("strict").toString());
    assertThat(strict.exitCode()).isEqualTo(1);
    assertThat(strict.err()).contains("value without a fraction in sample.strata");
  }

  @Test
  void saysBeforehandWhatARunWithoutAHitExcludes() {
    Ran ran = Ran.rehearsal("plan", folder.resolve("plan.conf").toString());

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("paid 200 of 200 drawn (100 %), 0 not")
        .contains("depends on the stratum")
        .contains("post-stratified lu7")
        .contains("rates over ");
  }

  @Test
  void refusesWhatWouldCountPrefixesAsDrawn() throws IOException {
    run("run");
    String run = folder.resolve("run").toString();

    assertThat(Ran.rehearsal("compare", run, run).err())
        .contains("compare runs without sample.strata");
    assertThat(Ran.rehearsal("forecast", run).err()).contains("take a run without sample.strata");
    Ran arriving =
        Ran.rehearsal("plan", folder.resolve("plan.conf").toString(), "--set=source.paths=[\"-\"]");
    assertThat(arriving.exitCode()).isEqualTo(2);
    assertThat(arriving.err()).contains("name files, or leave out sample.strata");
  }

  /** W·√(p(1−p)) of each, with p = (hits + ½) / (trials + 1), shared out over what was drawn. */
  private static String best(long drawn) {
    double free = (drawn(0.2).filter(StrataTest::saysNo).count() + 0.5) / (drawn + 1);
    double ofFree = 0.9 * Math.sqrt(free * (1 - free));
    double ofPaid = 0.1 * 0.5;
    double all = PAID + drawn;
    return "free %s, paid %s"
        .formatted(
            Numbers.rate(all * ofFree / (ofFree + ofPaid) / FREE),
            Numbers.rate(all * ofPaid / (ofFree + ofPaid) / PAID));
  }

  private Path withoutPaid() throws IOException {
    Path plan = folder.resolve("plan.conf");
    Path other = folder.resolve("without.conf");
    Files.writeString(other, Files.readString(plan).replace("paid = 1, ", ""));
    return other;
  }

  private static boolean saysNo(int id) {
    return id % (id < PAID ? 2 : 20) == 0;
  }

  private static IntStream drawn(double fraction) {
    return IntStream.range(PAID, PAID + FREE)
        .filter(id -> Uniform.of("stratum", 7, "c" + id) < fraction);
  }

  private Ran resume(String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("run", folder.resolve("plan.conf").toString(), "--resume"));
    arguments.add(folder.resolve("parts").toString());
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
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

  private JsonNode summary(String name) throws IOException {
    return new ObjectMapper().readTree(folder.resolve(name).resolve("summary.json").toFile());
  }

  private JsonNode estimate(String name, String slice) throws IOException {
    for (JsonNode estimate : summary(name).path("estimates")) {
      if (estimate.path("slice").asText().equals(slice)) {
        return estimate;
      }
    }
    throw new AssertionError("no estimate of the slice " + slice);
  }
}
