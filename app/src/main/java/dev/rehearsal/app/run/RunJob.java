package dev.rehearsal.app.run;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.AskPattern;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.actors.run.RunActor;
import dev.rehearsal.actors.run.RunSetup;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Digest;
import dev.rehearsal.app.check.OpenGraders;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.app.check.RunOptions;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.app.check.StoredSource;
import dev.rehearsal.app.check.Together;
import dev.rehearsal.app.check.Versions;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.ctl.Controls;
import dev.rehearsal.app.monitor.Watch;
import dev.rehearsal.app.purge.LivePurges;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.app.view.WatchedView;
import dev.rehearsal.config.Sample;
import dev.rehearsal.model.Model;
import dev.rehearsal.sampling.Cutter;
import dev.rehearsal.streams.group.GroupSettings;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunLock;
import dev.rehearsal.streams.journal.RunRow;
import dev.rehearsal.streams.pipeline.RunControl;
import dev.rehearsal.streams.source.Before;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One execution of a plan, from its file to its result: opens everything in the order of the path,
 * runs it, and closes it again in reverse, whatever happens.
 */
final class RunJob {
  private static final Duration START = Duration.ofMinutes(1);

  private final RunOptions options;
  private final RunStart start;
  private final RunView view;
  private final RunControl control;
  private final InstantSource clock;
  private final Console console;
  private final Onlooker onlooker;

  RunJob(
      RunOptions options,
      RunStart start,
      RunView view,
      RunControl control,
      InstantSource clock,
      Console console,
      Onlooker onlooker) {
    this.options = options;
    this.start = start;
    this.view = view;
    this.control = control;
    this.clock = clock;
    this.console = console;
    this.onlooker = onlooker;
  }

  /**
   * Runs to the end of the plan, or as far as it goes.
   *
   * @throws RehearsalException when there is no result to speak of
   */
  RunResult run(CheckedPlan checked) {
    RunFolder folder = start.folder(checked);
    try {
      return run(checked, folder);
    } catch (RuntimeException e) {
      try {
        start.discard(folder);
      } catch (RehearsalException left) {
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private RunResult run(CheckedPlan checked, RunFolder folder) {
    try (RunLock unused = folder.lock();
        Aside purged = new Aside(line -> view.event("purged", line, true));
        Journal journal =
            start.journal(
                folder,
                begun(checked, Map.of()),
                checked.journal().retention().with(clock, purged));
        JournalReader reader = JournalReader.open(folder);
        SharedLimits shared = SharedLimits.of(checked);
        OpenModels models = OpenModels.open(checked, start.asksLanes(), context(checked, folder))) {
      return run(checked, folder, journal, reader, models, shared);
    }
  }

  private RunResult run(
      CheckedPlan checked,
      RunFolder folder,
      Journal journal,
      JournalReader reader,
      OpenModels models,
      SharedLimits shared) {
    CompletableFuture<Void> broken = new CompletableFuture<>();
    Books books = Books.of(checked, start, reader, models);
    Fractions fractions =
        Fractions.of(
            checked, start, new FractionLog(journal, reader, clock, books.sampling()), view, books);
    ActorSystem<RunActor.Command> system =
        ClusteredRun.system(
            checked.plan().cluster(),
            RunActor.create(setup(checked, journal, models, books, shared), broken),
            view);
    try (Once end = new Once(() -> ClusteredRun.end(system));
        Controls controls =
            Controls.open(
                folder,
                control,
                fractions::set,
                journal,
                system,
                clock,
                (kind, line) -> view.event(kind, line, true),
                purges(checked, folder, journal).commands());
        Watch watch = WatchedRun.open(checked, folder, system, journal, view);
        OpenGraders graders = OpenGraders.open(checked, judges(checked, system, journal));
        PreparedSource source =
            start.source(
                checked,
                preparation(
                    checked,
                    folder,
                    graders,
                    start.before(reader),
                    journal,
                    fractions,
                    Together.of(checked, graders, models, folder, clock)),
                graders,
                reader)) {
      Map<String, String> digest =
          start.digest(
              Digest.of(checked, graders.byName(), source.fingerprint(), models.recordings()),
              reader);
      onlooker.begins(
          new Onlooker.Beginning(
              checked,
              digest,
              graders.fingerprints(),
              folder.path(),
              reader,
              new AlarmLog(journal, reader, view, clock)));
      RunRow begun = begun(checked, digest).withFunnel(StoredSource.facts(source));
      view.started(checked, options, source);
      Destination.consent(
          Destination.of(checked, start.asksLanes()),
          checked.plan(),
          Most.of(checked, source),
          view,
          console);
      Accounts.charge(books.lost(), journal, clock.instant());
      journal.update(start.running(begun, reader));
      try {
        OpenRun open =
            new OpenRun(
                checked, start, folder, models, graders, source, fractions, journal, reader,
                system);
        RunResult result =
            new RunPath(
                    open,
                    new WatchedView(view, List.of(watch::show, controls::show, fractions::show)),
                    control,
                    clock,
                    onlooker)
                .toTheEnd(broken, digest);
        WatchedRun.linger(checked.plan().monitor(), watch, view, control);
        return result;
      } finally {
        controls.close();
        watch.close();
        // Before the graders close: what they say then is no verdict and may not be journalled.
        end.close();
      }
    }
  }

  private LivePurges purges(CheckedPlan checked, RunFolder folder, Journal journal) {
    return new LivePurges(
        folder,
        journal,
        checked.plan().sample().byUser(),
        clock,
        (kind, line) -> view.event(kind, line, true));
  }

  private RunSetup setup(
      CheckedPlan checked, Journal journal, OpenModels models, Books books, SharedLimits shared) {
    return new RunSetup(
        models.setups(),
        checked.plan().limits(),
        shared.permits(),
        books.budget(),
        books.kept(),
        books.before(),
        checked.plan().sample().seed(),
        System::nanoTime,
        new EventLog(journal, view, clock),
        checked.plan().cluster().port().isPresent()
            ? Optional.of(checked.plan().name())
            : Optional.empty());
  }

  private Function<String, Model> judges(
      CheckedPlan checked, ActorSystem<RunActor.Command> system, Journal journal) {
    Map<String, ActorModel> models =
        AskPattern.<RunActor.Command, Map<String, ActorModel>>ask(
                system, RunActor.GetModels::new, START, system.scheduler())
            .toCompletableFuture()
            .join();
    return name -> {
      ModelSpec spec = Objects.requireNonNull(checked.models().get(name), name);
      return new Meter(
          Objects.requireNonNull(models.get(name), name), spec.settings().price(), journal, clock);
    };
  }

  private Preparation preparation(
      CheckedPlan checked,
      RunFolder folder,
      OpenGraders graders,
      Before before,
      Journal journal,
      Fractions fractions,
      Optional<GroupSettings> group) {
    return new Preparation(
        checked.plan().sample(),
        checked.plan().quarantine(),
        checked.plan().stop().maxPrefixes(),
        folder.path(),
        graders.populations(),
        console.in(),
        before,
        new SourceLog(journal, view, clock),
        fractions,
        group);
  }

  private OpenContext context(CheckedPlan checked, RunFolder folder) {
    Sample sample = checked.plan().sample();
    return new OpenContext(
        folder.path(),
        sample.seed(),
        clock,
        conversation -> Cutter.cut(conversation, List.of(), sample.cut(), sample.seed()));
  }

  private RunRow begun(CheckedPlan checked, Map<String, String> digest) {
    return RunRow.begun(
        checked.plan().name(),
        checked.plan().text(),
        digest,
        Versions.current(),
        checked.plan().sample().seed(),
        clock.instant());
  }
}
