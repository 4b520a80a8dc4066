package dev.rehearsal.app.view;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.window.ClosedWindow;

/**
 * Shows a run to whoever watches. Called from one thread at a time, but for {@link #notice}, {@link
 * #event}, {@link #closed} and {@link #total}.
 */
public interface RunView extends AutoCloseable {
  /** The kind of the event that is an alarm. */
  String ALARM = "alarm";

  /** The one that fits whoever watches. */
  static RunView on(Console console, boolean json) {
    RunView view =
        json
            ? new JsonView(console.out(), console.err())
            : console.terminal().err() ? new TerminalView(console) : new PlainView(console);
    return console.log().<RunView>map(log -> new LoggedView(view, log)).orElse(view);
  }

  /** The source is read, the run is about to ask its first model. */
  void started(CheckedPlan checked, RunOptions options, PreparedSource source);

  /** How it stands: now and then, and at the end. */
  void show(RunMoment moment);

  /** Something a person should read at once, one line. */
  void notice(String line);

  /**
   * Something that the journal keeps as an event, or can tell again: a day that is closed.
   *
   * @param line on it
   * @param aloud whether a person should read it at once
   */
  default void event(String kind, String line, boolean aloud) {
    if (aloud) {
      notice(line);
    }
  }

  /** A window of time is closed that was not closed when the run was last at work. */
  void closed(ClosedWindow window);

  /** There is a new total of the group that the run counts together with. */
  void total(GroupStanding total);

  /** The result; the last call before {@link #close}. */
  void ended(RunResult result);

  @Override
  void close();
}
