package dev.rehearsal.app.run;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.app.view.WindowLines;
import dev.rehearsal.config.Plan;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.pipeline.Counting;
import dev.rehearsal.window.ClosedWindow;
import dev.rehearsal.window.EventWindows;
import dev.rehearsal.window.WindowJson;
import dev.rehearsal.window.WindowShape;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Keeps the rates of windows of time and of days, each in a file of the run's folder, and shows
 * what is new of it. After a resume it counts everything again and writes the same.
 */
final class WindowLog implements Counting, AutoCloseable {
  private final List<Kept> kept = new ArrayList<>();

  /** Windows of one shape, their file, and who is told of those that are new. */
  private record Kept(EventWindows windows, KeptLines lines, Consumer<ClosedWindow> told) {
    void counted(Optional<Instant> time, Resolved prefix) {
      for (ClosedWindow window : windows.observe(time, prefix)) {
        if (lines.add(WindowJson.of(window).toString())) {
          told.accept(window);
        }
      }
    }
  }

  /** The windows that a run keeps, if it keeps any. */
  static WindowLog of(
      CheckedPlan checked, List<CategoryQuestion> questions, RunFolder folder, RunView view) {
    Plan plan = checked.plan();
    WindowLog log = new WindowLog();
    plan.windows()
        .shape()
        .ifPresent(shape -> log.keep(shape, questions, folder.windows(), view::closed));
    if (checked.source().arrives() && !plan.stop().enabled()) {
      log.keep(
          WindowShape.days(plan.windows().lateness()),
          questions,
          folder.days(),
          day -> view.event("day", WindowLines.day(day), true));
    }
    return log;
  }

  private void keep(
      WindowShape shape, List<CategoryQuestion> questions, Path file, Consumer<ClosedWindow> told) {
    kept.add(new Kept(new EventWindows(shape, questions), new KeptLines(file), told));
  }

  @Override
  public void counted(Optional<Instant> time, Resolved prefix) {
    kept.forEach(windows -> windows.counted(time, prefix));
  }

  /** Everything is counted. */
  void end() {
    kept.forEach(windows -> windows.lines().end());
  }

  @Override
  public void close() {
    kept.forEach(windows -> windows.lines().close());
  }
}
