package dev.rehearsal.app.forecast;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.report.JunitReport;
import dev.rehearsal.app.result.GateReport;
import dev.rehearsal.forecast.RateForecast;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds a frozen forecast against real traffic. */
@Command(
    name = "score",
    description = {
      "Holds a frozen forecast against graded traffic after the launch.",
      "Exit code 3 if it was tampered with, 10 if it was broken or a gate of RUN is not passed."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal score forecast.json runs/after",
      "  rehearsal score signed.json runs/after --public-key key.pem.pub" + " ledger.jsonl"
    })
public final class ScoreCommand implements Callable<Integer> {
  private static final int NOT_GOOD = 10;

  private final Console console;

  @Parameters(index = "0", paramLabel = "FORECAST", description = "The file that forecast wrote.")
  private Path file = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "RUN",
      description = "The folder of a run over the new model's traffic.")
  private Path folder = Path.of("");

  @Option(
      names = "--lane",
      paramLabel = "LANE",
      defaultValue = CountedRun.PRODUCTION,
      description = "Whose replies are the traffic; production by default.")
  private String lane = CountedRun.PRODUCTION;

  @Option(
      names = "--public-key",
      paramLabel = "PUBLIC.pem",
      description = "Checks that this key signed the forecast.")
  private @Nullable Path publicKey;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Checks that nothing was changed in this list, and that the forecast is in it.")
  private @Nullable Path ledger;

  @Option(
      names = "--challenging",
      paramLabel = "FILE-OR-RUN",
      description = "A forecast, or a run, over prompts chosen to provoke: a baseline to beat.")
  private @Nullable Path challenging;

  @Option(names = "--junit", paramLabel = "FILE", description = "Writes JUnit XML for a CI system.")
  private @Nullable Path junit;

  @Option(
      names = "--force",
      description = "Scores what can be scored though graders, taxonomy or sample do not fit.")
  private boolean force;

  @Option(names = "--json", description = "One line of JSON on stdout.")
  private boolean json;

  public ScoreCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Seal seal = Seal.open(file);
    if (publicKey != null) {
      seal.verify(Keys.publicKey(publicKey), file.toString());
    }
    if (ledger != null) {
      new Ledger(ledger).verify(seal.sha256());
    }
    CountedRun run = CountedRun.readEnded(folder, "score");
    Score score =
        Score.of(
            new FrozenForecast(seal.forecast()),
            run,
            lane,
            Optional.ofNullable(challenging).map(ScoreCommand::rates).orElseGet(Map::of),
            force);
    ScoreText text = new ScoreText(score, seal, file, publicKey != null, ledger != null);
    if (json) {
      console.out().println(ScoreJson.of(score, seal));
    } else {
      text.lines().forEach(console.out()::println);
    }
    if (junit != null) {
      junit(score, seal).write(junit);
    }
    return score.good() ? 0 : NOT_GOOD;
  }

  private JunitReport junit(Score score, Seal seal) {
    List<JunitReport.Case> cases = new ArrayList<>();
    for (Score.Result result : score.results()) {
      cases.add(
          new JunitReport.Case(
              result.category().id(),
              "the forecast holds",
              result.promise() == Promise.HOLDS
                  ? Optional.empty()
                  : Optional.of(
                      new JunitReport.Failure(
                          result.promise().name(), ScoreText.sentence(result)))));
    }
    cases.addAll(GateReport.cases(score.gates()));
    return new JunitReport(
        score.forecast().json().path("run").asText(),
        InstantSource.system().instant(),
        Map.of("forecast", file.toString(), "sha256", seal.sha256(), "observed", folder.toString()),
        cases,
        GateReport.notes(score.gates()));
  }

  /** Of a forecast the raw rates, of a run those of the candidate. */
  private static Map<String, RateForecast> rates(Path source) {
    Map<String, RateForecast> rates = new LinkedHashMap<>();
    if (Files.isDirectory(source)) {
      CountedRun.readEnded(source, "compare with")
          .categories()
          .forEach(
              (id, category) ->
                  category
                      .lane(CountedRun.CANDIDATE)
                      .ifPresent(counts -> rates.put(id, RateForecast.of(counts))));
    } else {
      new FrozenForecast(Seal.open(source).forecast())
          .categories()
          .forEach(category -> rates.put(category.id(), category.forecast().raw()));
    }
    if (rates.isEmpty()) {
      throw RehearsalException.badUsage(
          source + " has no rate of a candidate: it is no baseline to beat");
    }
    return rates;
  }
}
