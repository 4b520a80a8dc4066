package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.streams.pipeline.RunControl;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The main job without an end: the candidate beside production, on whatever arrives. */
@Command(
    name = "shadow",
    description =
        "Replays conversations as they arrive, beside production, until it is stopped; started"
            + " again, it goes on where it was. No stop rule ends it, and none ends the grading of"
            + " a category.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal shadow config/plans/shadow.conf",
      "  rehearsal shadow my.conf --out /var/lib/rehearsal/support-bot",
      "",
      "To see it work: rehearsal demo kafka",
      "",
      "Exit codes: 0 the source or the budget ended · 1 could not do its work · 2 bad plan ·",
      "130 stopped, goes on when it is started again"
    })
public final class ShadowCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(index = "0", paramLabel = "PLAN", description = "The plan, HOCON or JSON.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "The folder of the run, which goes on if it is there already; the default is runs/NAME.")
  private @Nullable Path out;

  @Option(names = "--json", description = "JSON lines on stdout: launch, progress, done.")
  private boolean json;

  public ShadowCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    planOptions.set("stop.rules", "off");
    CheckedPlan checked = planOptions.read(plan);
    requireArriving(checked);
    Path folder = out == null ? Path.of("runs", checked.plan().name()) : out;
    return new LastingRun(plan, planOptions.sets(), folder, json, console)
        .run(checked, new RunControl(), Onlooker.NOBODY);
  }

  private static void requireArriving(CheckedPlan checked) {
    if (!checked.source().arrives()) {
      throw RehearsalException.badUsage(
          checked.plan().source().origin("type")
              + ": shadow is for a source without an end, and this one has one; name a source of"
              + " type kafka or standard input, or use rehearsal run");
    }
  }
}
