package dev.rehearsal.app.view;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;
import java.util.List;
import java.util.function.Consumer;

/** A view of which others keep watch too. */
public record WatchedView(RunView view, List<Consumer<RunMoment>> watchers) implements RunView {

  @Override
  public void started(CheckedPlan checked, RunOptions options, PreparedSource source) {
    view.started(checked, options, source);
  }

  @Override
  public void show(RunMoment moment) {
    watchers.forEach(watcher -> watcher.accept(moment));
    view.show(moment);
  }

  @Override
  public void notice(String line) {
    view.notice(line);
  }

  @Override
  public void event(String kind, String line, boolean aloud) {
    view.event(kind, line, aloud);
  }

  @Override
  public void closed(ClosedWindow window) {
    view.closed(window);
  }

  @Override
  public void total(GroupStanding total) {
    view.total(total);
  }

  @Override
  public void ended(RunResult result) {
    view.ended(result);
  }

  @Override
  public void close() {
    view.close();
  }
}
