package dev.rehearsal.app.run;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.OpenGraders;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.source.PreparedSource;
import java.time.Duration;
import java.util.function.Function;

/**
 * All that a run has open while it goes on; whoever opened it closes it.
 *
 * @param reader of the same journal
 */
record OpenRun(
    CheckedPlan checked,
    RunStart start,
    RunFolder folder,
    OpenModels models,
    OpenGraders graders,
    PreparedSource source,
    Fractions fractions,
    Journal journal,
    JournalReader reader,
    ActorSystem<RunActor.Command> system) {
  private static final Duration SOON = Duration.ofMinutes(1);

  /** The guardian's answer; waits for it. */
  <T> T ask(Function<ActorRef<T>, RunActor.Command> question) {
    return AskPattern.<RunActor.Command, T>ask(system, question::apply, SOON, system.scheduler())
        .toCompletableFuture()
        .join();
  }
}
