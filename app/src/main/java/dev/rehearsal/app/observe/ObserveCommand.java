package dev.rehearsal.app.observe;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.forecast.LiveForecast;
import dev.rehearsal.app.run.LastingRun;
import dev.rehearsal.app.run.Onlooker;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Plan;
import dev.rehearsal.streams.pipeline.RunControl;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Production after a launch, with an alarm when it is not what was promised. */
@Command(
    name = "observe",
    description = {
      "Grades the recorded production replies of a plan as they arrive, and generates none; started"
          + " again, it goes on where it was. No stop rule ends it.",
      "With a forecast, an alarm is raised when the traffic excludes what was promised."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal observe after.conf --forecast forecast.json",
      "  rehearsal observe after.conf --forecast forecast.json --webhook env:ALARM_URL",
      "  rehearsal observe after.conf --forecast forecast.json --once",
      "",
      "Exit codes: 0 the source ended · 1 could not do its work · 2 bad plan · 3 the forecast was",
      "tampered with · 10 an alarm · 130 stopped, goes on when it is started again"
    })
public final class ObserveCommand implements Callable<Integer> {
  private static final int ALARM = 10;

  private final Console console;

  @Parameters(index = "0", paramLabel = "PLAN", description = "The plan, HOCON or JSON.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(
      names = "--forecast",
      paramLabel = "FILE",
      description = "The frozen forecast that the traffic is held against.")
  private @Nullable Path forecast;

  @Option(
      names = "--public-key",
      paramLabel = "PUBLIC.pem",
      description = "Checks that this key signed the forecast.")
  private @Nullable Path publicKey;

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description =
          "Where each alarm is posted as JSON, once; env:NAME takes the address from a variable. It"
              + " is never shown whole.")
  private @Nullable String webhook;

  @Option(
      names = "--once",
      description =
          "Takes what is there now, to its end or to the first alarm; exit code 10 on an alarm.")
  private boolean once;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder of the run, which goes on if it is there already; the default is"
              + " runs/NAME-observed.")
  private @Nullable Path out;

  @Option(names = "--json", description = "JSON lines on stdout: launch, progress, done.")
  private boolean json;

  public ObserveCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (forecast == null && (webhook != null || publicKey != null)) {
      throw RehearsalException.badUsage(
          (webhook != null ? "--webhook" : "--public-key")
              + " has nothing to do without a forecast; add --forecast FILE");
    }
    Optional<Webhook> hook =
        Optional.ofNullable(webhook).map(text -> Webhook.of(text, System.getenv()));
    Optional<LiveForecast> live =
        Optional.ofNullable(forecast)
            .map(file -> LiveForecast.read(file, Optional.ofNullable(publicKey)));
    CheckedPlan checked = plan();
    Path folder = out == null ? Path.of("runs", checked.plan().name() + "-observed") : out;
    LastingRun run = new LastingRun(plan, planOptions.sets(), folder, json, console);
    RunControl control = new RunControl();
    if (live.isEmpty()) {
      return run.run(checked, control, Onlooker.NOBODY);
    }
    requirePrefixes(checked.plan());
    Observer observer = new Observer(live.get(), hook, once, control);
    int exitCode = run.run(checked, control, observer);
    boolean ended = once || exitCode == 0;
    return ended && exitCode != RehearsalException.FAILED && observer.alarmed() ? ALARM : exitCode;
  }

  private CheckedPlan plan() {
    planOptions.set("stop.rules", "off");
    CheckedPlan checked = planOptions.read(plan);
    Block source = checked.plan().source();
    if (source.string("type").equals("kafka")) {
      // A shadow of the same plan keeps its partitions, and its place.
      planOptions.set("source.group", source.string("group") + "-observed");
      if (once) {
        planOptions.set("source.until", "now");
      }
      checked = planOptions.read(plan);
    }
    return checked.observed();
  }

  private static void requirePrefixes(Plan plan) {
    if (plan.sample().byUser()
        || plan.sample().strata().isPresent()
        || plan.lanes().get(0).repeats()) {
      throw RehearsalException.badUsage(
          plan.file()
              + ": a forecast is of single replies to prefixes that were drawn alike; set"
              + " sample.unit = conversation, leave out sample.strata, and ask one reply of a"
              + " lane");
    }
  }
}
