package dev.rehearsal.app.view;

import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.Terminal;
import dev.rehearsal.app.result.RunResult;
import java.io.PrintWriter;

/** The result of a run on stdout: in full for a file or pipe, fitted for a person who looks. */
final class FinalTable {
  private FinalTable() {}

  static void print(RunResult result, Console console) {
    Terminal terminal = console.terminal();
    PrintWriter out = console.out();
    int width = terminal.out() ? terminal.columns() : Integer.MAX_VALUE;
    StandingTable.lines(result.standing(), terminal.colourOut(), width).forEach(out::println);
    out.println();
    result
        .onlook()
        .ifPresent(
            onlook -> {
              onlook.lines().forEach(out::println);
              out.println();
            });
    Ending.lines(result, terminal.colourOut()).forEach(out::println);
    out.flush();
  }
}
