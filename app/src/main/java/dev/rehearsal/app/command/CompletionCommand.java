package dev.rehearsal.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.app.console.Console;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints a script by which a shell completes commands and options. */
@Command(
    name = "completion",
    description = "Prints a completion script for bash or zsh.",
    footerHeading = "%nExample:%n",
    footer = "  source <(rehearsal completion)")
public final class CompletionCommand implements Runnable {
  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--json", description = "The script inside one line of JSON.")
  private boolean json;

  public CompletionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    String script = AutoComplete.bash("rehearsal", spec.root().commandLine());
    if (json) {
      console
          .out()
          .println(
              JsonNodeFactory.instance.objectNode().put("shell", "bash").put("script", script));
    } else {
      console.out().print(script);
    }
  }
}
