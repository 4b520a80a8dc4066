package dev.rehearsal.app.view;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.JsonLog;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;
import java.util.Set;

/** A view whose events, those that are not said aloud as well, go to a log for services. */
record LoggedView(RunView view, JsonLog log) implements RunView {
  private static final Set<String> WARNINGS =
      Set.of(
          ALARM,
          "breaker-opened",
          "given-up",
          "rate-limited",
          "hands-refused",
          "hands-gone",
          "kafka-away",
          "group-trouble",
          "group-waits",
          "lost-to-retention",
          "dead-letter-lost",
          "dead-letters-wait",
          "publish-waits",
          "offsets-gone",
          "topic-begun-anew",
          "not-committed");

  @Override
  public void started(CheckedPlan checked, RunOptions options, PreparedSource source) {
    view.started(checked, options, source);
  }

  @Override
  public void show(RunMoment moment) {
    view.show(moment);
  }

  @Override
  public void notice(String line) {
    view.notice(line);
  }

  @Override
  public void event(String kind, String line, boolean aloud) {
    log.event(WARNINGS.contains(kind) ? "WARN" : "INFO", kind, line);
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
