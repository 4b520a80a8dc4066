package dev.rehearsal.app.run;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import dev.rehearsal.app.result.GateOptions;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.PurgeRow;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.pipeline.RunControl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** New graders over the replies of a run that was made before. */
@Command(
    name = "regrade",
    description = {
      "Grades the stored replies of a run by a plan with other graders, categories or stop rules,"
          + " into",
      "a new run. No lane's model is asked; judges may be."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal regrade runs/monday stricter.conf --out runs/monday-stricter",
      "",
      "The plan's source, sample and lanes must be those of the run. Verdicts of unchanged graders"
          + " are",
      "taken over. Exit codes as of rehearsal run."
    })
public final class RegradeCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "RUN", description = "The folder of the run.")
  private Path run = Path.of("");

  @Parameters(index = "1", paramLabel = "PLAN", description = "The plan with the new graders.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();
  @Mixin private final GateOptions gateOptions = new GateOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The folder of the new run; the default is runs/NAME-TIME.")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--json", description = "JSON lines on stdout: launch, progress, done.")
  private boolean json;

  public RegradeCommand(Console console) {
    this.console = console;
  }

  /** What a new grader will not find in the run. */
  private static Optional<String> purged(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      long purged = reader.purges().stream().mapToLong(PurgeRow::prefixes).sum();
      return purged == 0
          ? Optional.empty()
          : Optional.of(
              "the text of %s of %s prefixes of %s was purged: graders that are new or changed cannot grade them (ungraded: purged); to grade them, run the plan anew on its log"
                  .formatted(Numbers.count(purged), Numbers.count(reader.lastAdmission()), folder));
    }
  }

  @Override
  public Integer call() {
    InstantSource clock = InstantSource.system();
    Path folder = out.orElseGet(() -> RunCommand.newFolder(plan, clock));
    RunOptions options = new RunOptions(plan, planOptions.sets(), folder, false);
    CheckedPlan checked = planOptions.read(plan);
    RunControl control = new RunControl();
    try (RunView view = RunView.on(console, json)) {
      purged(RunFolder.open(run)).ifPresent(view::notice);
      StopSignals.first().thenAccept(signal -> control.stop(RunControl.Stop.INTERRUPTED));
      RunResult result =
          new RunJob(
                  options,
                  FromReplies.of(run, checked, folder),
                  view,
                  control,
                  clock,
                  console,
                  Onlooker.NOBODY)
              .run(checked);
      view.ended(result);
      gateOptions.write(result, clock.instant());
      if (result.exitCode() == 130 || result.exitCode() == 1) {
        console
            .err()
            .printf(
                "go on with: rehearsal regrade %s %s (its verdicts are taken over)%n",
                folder, plan);
      }
      return result.exitCode();
    }
  }
}
