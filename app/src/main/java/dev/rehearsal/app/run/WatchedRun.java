package dev.rehearsal.app.run;

import akka.actor.typed.ActorSystem;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Versions;
import dev.rehearsal.app.monitor.Watch;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.config.Monitor;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.pipeline.RunControl;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A run that its metrics and health can be read while it works, and a while longer. */
final class WatchedRun {
  private WatchedRun() {}

  /** Opens the doors for those who keep watch, before the source is read: that can take long. */
  static Watch open(
      CheckedPlan checked,
      RunFolder folder,
      ActorSystem<RunActor.Command> system,
      Journal journal,
      RunView view) {
    Watch watch =
        Watch.open(
            checked.plan(),
            folder.path(),
            Versions.current(),
            journal::status,
            system,
            System::nanoTime);
    watch.url().ifPresent(url -> view.notice("metrics at " + url + "/metrics"));
    return watch;
  }

  /** Lets those who keep watch see how it ended. */
  static void linger(Monitor monitor, Watch watch, RunView view, RunControl control) {
    watch.ended();
    monitor
        .linger()
        .ifPresent(
            time -> {
              view.notice(
                  "the run has ended; its metrics stay for "
                      + time.toSeconds()
                      + " s, or till Ctrl-C");
              CompletableFuture.anyOf(
                      control.whenStopped().toCompletableFuture(),
                      new CompletableFuture<>()
                          .completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS))
                  .join();
            });
  }
}
