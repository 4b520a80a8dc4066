package dev.rehearsal.app.plan;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.PlanOptions;
import dev.rehearsal.app.console.Console;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a plan will do and cost, and sends nothing. */
@Command(
    name = "plan",
    description = {
      "Checks a plan and says what a run would read, call and spend at most, and how long each"
          + " rule",
      "is likely to take. Reads the log, sends nothing."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal plan my.conf",
      "  rehearsal plan my.conf --set stop.budget-usd=20 --json",
      "",
      "Exit codes: 0 the plan is good · 1 its log could not be read · 2 it has problems"
    })
public final class PlanCommand implements Runnable {
  private final Console console;

  @Parameters(paramLabel = "PLAN", description = "The plan, HOCON or JSON.")
  private Path plan = Path.of("");

  @Mixin private final PlanOptions planOptions = new PlanOptions();

  @Option(names = "--json", description = "One line of JSON on stdout.")
  private boolean json;

  public PlanCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    CheckedPlan checked = planOptions.read(plan);
    Outlook outlook = Outlook.of(checked, console.in());
    if (json) {
      console.out().println(OutlookJson.of(outlook));
    } else {
      OutlookText.lines(outlook).forEach(console.out()::println);
    }
  }
}
