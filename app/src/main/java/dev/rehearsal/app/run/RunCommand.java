package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import dev.rehearsal.app.result.GateOptions;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.config.SecretNames;
import dev.rehearsal.streams.pipeline.RunControl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job. */
@Command(
    name = "run",
    description =
        "Replays a plan's conversations through its models, grades the replies and keeps live rates"
            + " with intervals, to an early stop, the end of the log, or the budget.",
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal run config/plans/quickstart.conf",
      "  rehearsal run my.conf --out runs/monday --set stop.budget-usd=20",
      "  rehearsal run my.conf --resume runs/monday",
      "",
      "Exit codes: 0 done · 1 could not do its work · 2 bad plan · 10 a gate failed or is undecided"
          + " ·",
      "130 interrupted, can be resumed"
    })
public final class RunCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "PLAN", description = "The plan, HOCON or JSON.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();
  @Mixin private final GateOptions gateOptions = new GateOptions();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Admits at most N prefixes; the same as --set stop.max-prefixes=N.")
  private @Nullable Long limit;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the run; the default is runs/NAME-TIME.")
  private @Nullable Path out;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "Goes on with the run in DIR: nothing that is journalled is asked again.")
  private @Nullable Path resume;

  @Option(names = "--json", description = "JSON lines on stdout: launch, progress, done.")
  private boolean json;

  public RunCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (out != null && resume != null) {
      throw RehearsalException.badUsage(
          "--out begins a new run and --resume goes on with an old one: give one of them");
    }
    if (limit != null) {
      planOptions.set("stop.max-prefixes", limit.toString());
    }
    InstantSource clock = InstantSource.system();
    RunOptions options =
        new RunOptions(
            plan, planOptions.sets(), folder(clock), Optional.ofNullable(resume).isPresent());
    RunControl control = new RunControl();
    try (RunView view = RunView.on(console, json)) {
      StopSignals.first()
          .thenAccept(
              signal -> {
                view.notice(
                    "finishing what is under way; interrupt again to quit at once (either can be"
                        + " resumed)");
                control.stop(RunControl.Stop.INTERRUPTED);
              });
      RunResult result =
          new RunJob(options, new FromPlan(options), view, control, clock, console, Onlooker.NOBODY)
              .run(planOptions.read(plan));
      view.ended(result);
      gateOptions.write(result, clock.instant());
      if (result.exitCode() == 130 || result.exitCode() == 1) {
        console.err().println("resume with: " + resumeCommand(options));
      }
      return result.exitCode();
    }
  }

  private Path folder(InstantSource clock) {
    if (resume != null) {
      return resume;
    }
    if (out != null) {
      return out;
    }
    return newFolder(plan, clock);
  }

  /** Where a run goes that nobody named a folder for. */
  static Path newFolder(Path plan, InstantSource clock) {
    String file = plan.getFileName() == null ? "run" : plan.getFileName().toString();
    String time =
        DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
            .withZone(ZoneOffset.UTC)
            .format(clock.instant());
    return Path.of("runs", file.replaceFirst("\\.[^.]*$", "") + "-" + time);
  }

  private static String resumeCommand(RunOptions options) {
    StringBuilder command = new StringBuilder("rehearsal run " + quoted(options.plan().toString()));
    options
        .sets()
        .forEach(
            (key, value) ->
                command
                    .append(" --set ")
                    .append(quoted(key + "=" + (SecretNames.looksSecret(key) ? "…" : value))));
    return command + " --resume " + quoted(options.folder().toString());
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=,@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
