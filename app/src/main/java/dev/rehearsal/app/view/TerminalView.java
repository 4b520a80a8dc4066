package dev.rehearsal.app.view;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.Terminal;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * A table on stderr that is redrawn in place over a progress line, and makes room for the result on
 * stdout. Lines are cut at the terminal's width, so that what is redrawn never wraps.
 */
final class TerminalView implements RunView {
  private static final String CLEAR_BELOW = "\u001b[J";
  private static final String UP = "\u001b[%dA\r";

  private static final int LINES_BELOW_THE_TABLE = 3;

  private final Console console;
  private final PrintWriter progress;
  private final int width;
  private final int height;
  private final boolean colour;
  private int drawn;
  private List<String> lastWindow = List.of();
  private List<String> lastTotal = List.of();

  TerminalView(Console console) {
    Terminal terminal = console.terminal();
    this.console = console;
    this.progress = console.err();
    this.width = terminal.columns();
    this.height = terminal.rows();
    this.colour = terminal.colourErr();
  }

  @Override
  public synchronized void started(CheckedPlan checked, RunOptions options, PreparedSource source) {
    progress.println(bold(checked.plan().name()) + "  →  " + options.folder());
    Headlines.start(checked.plan(), source).forEach(progress::println);
    progress.println();
    progress.flush();
  }

  @Override
  public synchronized void show(RunMoment moment) {
    List<String> table = new ArrayList<>(table(moment));
    table.addAll(lastWindow);
    table.addAll(lastTotal);
    table.addAll(moment.onlook().map(Onlook::lines).orElse(List.of()));
    int room = height - LINES_BELOW_THE_TABLE;
    if (table.size() > room) {
      int hidden = table.size() - room + 1;
      table = new ArrayList<>(table.subList(0, room - 1));
      table.add("… " + hidden + " more lines: they are in the result");
    }
    redraw(table, moment);
  }

  @Override
  public synchronized void notice(String line) {
    redraw(List.of());
    progress.println(line);
    progress.flush();
  }

  @Override
  public synchronized void closed(ClosedWindow window) {
    lastWindow = WindowLines.of(window);
  }

  @Override
  public synchronized void total(GroupStanding total) {
    lastTotal = total.lines();
  }

  @Override
  public synchronized void ended(RunResult result) {
    redraw(List.of());
    FinalTable.print(result, console);
  }

  @Override
  public void close() {
    progress.flush();
  }

  private List<String> table(RunMoment moment) {
    return moment
        .progress()
        .map(p -> StandingTable.lines(p.standing(), moment.further(), colour, width))
        .orElse(List.of());
  }

  private void redraw(List<String> table, RunMoment moment) {
    List<String> lines = new ArrayList<>(table);
    lines.add("");
    lines.add(Headlines.progress(moment));
    redraw(lines);
  }

  private void redraw(List<String> lines) {
    StringBuilder frame = new StringBuilder();
    if (drawn > 0) {
      frame.append(UP.formatted(drawn));
    }
    frame.append(CLEAR_BELOW);
    lines.forEach(line -> frame.append(cut(line)).append('\n'));
    drawn = lines.size();
    progress.print(frame);
    progress.flush();
  }

  private String cut(String line) {
    int columns = 0;
    boolean escape = false;
    StringBuilder kept = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      escape |= c == '\u001b';
      if (escape || columns < width) {
        kept.append(c);
        columns += escape ? 0 : 1;
      }
      escape &= c != 'm';
    }
    return kept.toString();
  }

  private String bold(String text) {
    return colour ? Paint.BOLD.on(text) : text;
  }
}
