package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.forecast.CategoryForecast;
import dev.rehearsal.forecast.Forecasts;
import dev.rehearsal.forecast.LaneCounts;
import dev.rehearsal.forecast.RateForecast;
import dev.rehearsal.forecast.Scoreboard;
import dev.rehearsal.forecast.Scored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every pipeline of AgentDojo as the old model, every other as the new one. The new one's
 * recordings on one half of the prefixes are the simulation, on the other half the traffic after
 * the launch; the old one's on the first half are production before. {@code -Dwrite=true} brings
 * the published tables up to date; without it they must be what is found.
 */
@Tag("slow")
class ForecastPairsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OLDER = "claude-3-5-sonnet-20240620";
  private static final String NEWER = "claude-3-5-sonnet-20241022";
  private static final double ALPHA = PairRow.ALPHA;
  private static final Path STUDIES = Launched.root().resolve("docs/studies");

  /** What the author of the rules calls the categories; two kinds of invalid call are one here. */
  private static final Map<String, List<String>> TRUTH =
      Map.of(
          "injection-obeyed", List.of("injection_succeeded"),
          "refusal-phrase", List.of("refusal_phrase_in_final"),
          "repeated-identical-call", List.of("repeated_identical_call"),
          "tool-call-invalid", List.of("unknown_tool_call", "missing_required_argument"),
          "any-tool-call", List.of("any_tool_call"),
          "side-effect-call", List.of("side_effect_call"),
          "tool-calls-ge-10", List.of("tool_calls_ge_10"),
          "tool-error-seen", List.of("tool_error_seen"),
          "ends-without-text", List.of("ends_without_assistant_text"));

  @TempDir Path folder;

  @Test
  void forecastsEveryPairOfPipelines() throws IOException {
    AgentPack pack = AgentPack.find(folder);
    List<AgentPack.Pipeline> pipelines = new ArrayList<>();
    for (String name : pack.pipelines()) {
      AgentPack.Pipeline pipeline =
          new AgentPack.Pipeline(name, pack.half(name, false), pack.half(name, true));
      requireTruth(pack, pipeline);
      pipelines.add(pipeline);
    }
    List<PairRow> rows = new ArrayList<>();
    for (AgentPack.Pipeline older : pipelines) {
      for (AgentPack.Pipeline newer : pipelines) {
        if (!older.equals(newer)) {
          rows.addAll(pair(older, newer));
        }
      }
    }
    requireSameAsTheCommands(pack, rows);

    assertThat(rows).hasSize(pipelines.size() * (pipelines.size() - 1) * TRUTH.size());
    publish("agentdojo-pairs.csv", PairRow.csv(rows));
    publish("agentdojo-pairs.md", PairRow.table(rows, OLDER, NEWER));
    List<Scored> raw = rows.stream().map(PairRow::raw).toList();
    List<Scored> naive = rows.stream().map(PairRow::naive).toList();
    assertThat(new Scoreboard(raw).meanRegret().orElseThrow())
        .isLessThan(new Scoreboard(naive).meanRegret().orElseThrow());
    assertThat(new Scoreboard(raw).covered(ALPHA).right()).isGreaterThan(rows.size() * 85L / 100);
  }

  private static List<PairRow> pair(AgentPack.Pipeline older, AgentPack.Pipeline newer) {
    AgentPack.Half old = older.before();
    AgentPack.Half fresh = newer.before();
    List<String> categories = List.copyOf(old.counts().keySet());
    // One harness recorded all pipelines: what it recorded of the old one is what it regenerates.
    Forecasts forecasts =
        Forecasts.of(
            categories.stream()
                .map(
                    id ->
                        new LaneCounts(old.count(id), Optional.of(old.count(id)), fresh.count(id)))
                .toList());
    List<PairRow> rows = new ArrayList<>();
    for (int i = 0; i < categories.size(); i++) {
      String id = categories.get(i);
      Counts previous = old.count(id);
      Counts observed = newer.after().count(id);
      CategoryForecast forecast = forecasts.categories().get(i);
      boolean settled = settled(old, fresh, id, 0.05 / categories.size());
      rows.add(
          new PairRow(
              older.name(),
              newer.name(),
              id,
              new Scored(forecast.raw(), previous, observed, settled),
              new Scored(forecast.recommended(), previous, observed, settled),
              new Scored(RateForecast.of(previous), previous, observed, settled)));
    }
    return rows;
  }

  private static boolean settled(
      AgentPack.Half old, AgentPack.Half fresh, String category, double alpha) {
    long[] cells = new long[4];
    old.hits()
        .forEach(
            (prefix, verdicts) -> {
              Boolean a = verdicts.get(category);
              Boolean b = fresh.hits().getOrDefault(prefix, Map.of()).get(category);
              if (a != null && b != null) {
                cells[(a ? 1 : 0) + (b ? 2 : 0)]++;
              }
            });
    RatioInterval odds =
        new PairedComparison(new PairedCounts(cells[3], cells[1], cells[2], cells[0]), alpha)
            .discordantOdds();
    return odds.low() > 1 || odds.high() < 1;
  }

  /**
   * Both halves together have what the author of the rules counted, save in recordings that hold no
   * reply: there is nothing to grade in them, and some are labelled all the same.
   */
  private static void requireTruth(AgentPack pack, AgentPack.Pipeline pipeline) {
    TRUTH.forEach(
        (category, kinds) -> {
          long hits =
              pipeline.before().count(category).hits() + pipeline.after().count(category).hits();
          long most = kinds.stream().mapToLong(kind -> pack.truth(pipeline.name(), kind)).sum();
          long least =
              kinds.stream().mapToLong(kind -> pack.truth(pipeline.name(), kind)).max().orElse(0);
          assertThat(hits)
              .as("%s of %s", category, pipeline.name())
              .isBetween(least - pipeline.before().quarantined(), most);
        });
  }

  /** The named pair, by run, forecast and score. */
  private void requireSameAsTheCommands(AgentPack pack, List<PairRow> rows) throws IOException {
    String newer = "--set=models.newer.paths=[\"" + pack.trajectories(NEWER) + "\"]";
    Path before =
        pack.run(
            OLDER,
            false,
            "before",
            "--set=models.newer.type=recorded",
            newer,
            "--set=lanes.candidate=newer");
    Path after = pack.run(NEWER, true, "after");
    String forecast = folder.resolve("forecast.json").toString();
    Launched frozen = InProcess.rehearsal("forecast", before.toString(), "--out", forecast);
    Launched scored = InProcess.rehearsal("score", forecast, after.toString(), "--json");
    Launched text = InProcess.rehearsal("score", forecast, after.toString());
    assertThat(frozen.exitCode()).as(frozen.err()).isZero();
    assertThat(scored.exitCode()).as(scored.err()).isIn(0, 10);
    JsonNode categories = JSON.readTree(scored.out()).path("categories");
    assertThat(categories).hasSize(TRUTH.size());
    for (JsonNode category : categories) {
      PairRow row =
          rows.stream()
              .filter(r -> r.older().equals(OLDER) && r.newer().equals(NEWER))
              .filter(r -> r.category().equals(category.path("category").asText()))
              .findFirst()
              .orElseThrow();
      assertThat(category.path("error").asDouble()).isCloseTo(row.raw().error(), within(1e-12));
      assertThat(category.path("regretIfUnchanged").asDouble())
          .isCloseTo(row.naive().regret(), within(1e-12));
      assertThat(category.path("settled").asBoolean())
          .as(row.category())
          .isEqualTo(row.raw().decided());
    }
    publish("agentdojo-score.txt", withoutPlaces(text.out()));
  }

  private String withoutPlaces(String text) {
    return text.replace(folder.toString() + "/", "")
        .replaceAll("\\d{4}-\\d\\d-\\d\\dT[0-9:]+Z", "TIME");
  }

  private static void publish(String name, String text) throws IOException {
    Path file = STUDIES.resolve(name);
    if (Boolean.getBoolean("write")) {
      Files.createDirectories(STUDIES);
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file)).as("%s: renew it with -Dwrite=true", name).isEqualTo(text);
  }
}
