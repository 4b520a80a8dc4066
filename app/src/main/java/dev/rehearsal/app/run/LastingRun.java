package dev.rehearsal.app.run;

import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.pipeline.RunControl;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;

/**
 * A run that goes on in its folder whenever it is started again, until it is told to stop.
 *
 * @param plan file
 * @param sets from {@code --set}
 * @param folder that it goes on in if it is there already
 */
public record LastingRun(
    Path plan, Map<String, String> sets, Path folder, boolean json, Console console) {

  /**
   * Runs until the source ends or it is told to stop.
   *
   * @return the exit code
   */
  public int run(CheckedPlan checked, RunControl control, Onlooker onlooker) {
    InstantSource clock = InstantSource.system();
    RunOptions options = new RunOptions(plan, sets, folder, RunFolder.holdsRun(folder));
    try (RunView view = RunView.on(console, json)) {
      StopSignals.first()
          .thenAccept(
              signal -> {
                view.notice(
                    "finishing what is under way; interrupt again to quit at once (it goes on when"
                        + " it is started again)");
                control.stop(RunControl.Stop.INTERRUPTED);
              });
      RunResult result =
          new RunJob(options, new FromPlan(options), view, control, clock, console, onlooker)
              .run(checked);
      view.ended(result);
      return result.exitCode();
    }
  }
}
