package dev.rehearsal.app;

import dev.rehearsal.app.calibrate.CalibrateCommand;
import dev.rehearsal.app.command.CompletionCommand;
import dev.rehearsal.app.command.VersionCommand;
import dev.rehearsal.app.compare.CompareCommand;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.LogFormat;
import dev.rehearsal.app.ctl.CtlCommand;
import dev.rehearsal.app.demo.DemoCommand;
import dev.rehearsal.app.endpoint.EndpointCommand;
import dev.rehearsal.app.endpoint.WarmUpCommand;
import dev.rehearsal.app.forecast.ForecastCommand;
import dev.rehearsal.app.forecast.ScoreCommand;
import dev.rehearsal.app.init.InitCommand;
import dev.rehearsal.app.interval.IntervalCommand;
import dev.rehearsal.app.node.NodeCommand;
import dev.rehearsal.app.observe.ObserveCommand;
import dev.rehearsal.app.plan.PlanCommand;
import dev.rehearsal.app.purge.PurgeCommand;
import dev.rehearsal.app.report.ReportCommand;
import dev.rehearsal.app.run.RegradeCommand;
import dev.rehearsal.app.run.RunCommand;
import dev.rehearsal.app.run.ShadowCommand;
import java.time.InstantSource;
import java.util.List;
import picocli.CommandLine;

/** Where the process starts and ends. */
public final class Main {
  private Main() {}

  /** Every command, in the order in which help lists them. To add one, add it here. */
  private static List<Object> commands(Console console) {
    return List.of(
        new InitCommand(console),
        new PlanCommand(console),
        new RunCommand(console),
        new ShadowCommand(console),
        new ObserveCommand(console),
        new RegradeCommand(console),
        new CtlCommand(console),
        new NodeCommand(console),
        new PurgeCommand(console),
        new CompareCommand(console),
        new CalibrateCommand(console),
        new ForecastCommand(console),
        new ScoreCommand(console),
        new ReportCommand(console),
        new IntervalCommand(console),
        new EndpointCommand(console),
        new DemoCommand(console),
        new CompletionCommand(console),
        new VersionCommand(console),
        new WarmUpCommand());
  }

  /** Runs one command and ends the process with its exit code. */
  public static void main(String... arguments) {
    System.exit(run(Console.ofProcess(), arguments));
  }

  /** Runs one command; returns its exit code. */
  static int run(Console asked, String... arguments) {
    Console console =
        LogFormat.of(arguments) == LogFormat.JSON ? asked.logging(InstantSource.system()) : asked;
    int exitCode = commandLine(console).execute(arguments);
    console.out().flush();
    console.err().flush();
    return exitCode;
  }

  /** The whole command line, for help and completion as well. */
  static CommandLine commandLine(Console console) {
    Rehearsal rehearsal = new Rehearsal();
    CommandLine line = new CommandLine(rehearsal);
    commands(console).forEach(line::addSubcommand);
    boolean colour = console.terminal().colourOut();
    return line.setOut(console.out())
        .setErr(console.troubles())
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(
                colour ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF))
        .setUsageHelpWidth(Math.min(100, Math.max(72, console.terminal().columns())))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(rehearsal::run)
        .setParameterExceptionHandler(Trouble::ofUsage)
        .setExecutionExceptionHandler(
            (failure, command, parsed) ->
                Trouble.ofWork(failure, rehearsal.verbose(), console.troubles()));
  }
}
