package dev.rehearsal.app;

import dev.rehearsal.app.command.VersionCommand;
import dev.rehearsal.app.console.LogFormat;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all commands, and the options that each of them has. */
@Command(
    name = "rehearsal",
    description = "How often a model will misbehave, before you ship it.",
    synopsisSubcommandLabel = "COMMAND",
    versionProvider = VersionCommand.Provider.class,
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal run config/plans/quickstart.conf",
      "",
      "rehearsal COMMAND --help shows what a command takes, with an example."
    })
final class Rehearsal implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Shows this help.")
  private boolean help;

  @Option(names = "--version", versionHelp = true, description = "Shows the version.")
  private boolean version;

  @Option(
      names = "--verbose",
      scope = ScopeType.INHERIT,
      description = "Shows on stderr what goes on inside, and where an error came from.")
  private boolean verbose;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      scope = ScopeType.INHERIT,
      description =
          "How stderr is written: ${COMPLETION-CANDIDATES}. json is one object a line, for"
              + " services.")
  private LogFormat logFormat = LogFormat.TEXT;

  boolean verbose() {
    return verbose;
  }

  /** Sets up what all commands share, before the first of them touches a logger. */
  int run(ParseResult parsed) {
    if (verbose) {
      System.setProperty("rehearsal.log.level", "DEBUG");
    }
    System.setProperty("rehearsal.log.format", logFormat.toString());
    return new CommandLine.RunLast().execute(parsed);
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), help || version ? "" : "Say what to do: name a command");
  }
}
