package dev.rehearsal.app.view;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** A line now and then on stderr, the result at the end on stdout: for files and pipes. */
final class PlainView implements RunView {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final PrintWriter progress;
  private final Console console;
  private final AtomicReference<List<String>> lastTotal = new AtomicReference<>(List.of());
  private Duration next = EVERY;

  PlainView(Console console) {
    this.console = console;
    this.progress = console.err();
  }

  @Override
  public void started(CheckedPlan checked, RunOptions options, PreparedSource source) {
    progress.println(checked.plan().name() + " -> " + options.folder());
    Headlines.start(checked.plan(), source).forEach(progress::println);
  }

  @Override
  public void show(RunMoment moment) {
    if (moment.elapsed().compareTo(next) >= 0) {
      next = moment.elapsed().plus(EVERY);
      progress.println(Headlines.progress(moment));
      lastTotal();
    }
  }

  @Override
  public void notice(String line) {
    progress.println(line);
  }

  @Override
  public void closed(ClosedWindow window) {
    WindowLines.of(window).forEach(progress::println);
  }

  @Override
  public void total(GroupStanding total) {
    lastTotal.set(total.lines());
  }

  private void lastTotal() {
    lastTotal.getAndSet(List.of()).forEach(progress::println);
  }

  @Override
  public void ended(RunResult ended) {
    lastTotal();
    FinalTable.print(ended, console);
  }

  @Override
  public void close() {
    progress.flush();
  }
}
