package dev.rehearsal.app.run;

import akka.actor.Cancellable;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.sink.Publisher;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells others every second what was counted since, if the plan says so; the path never waits for
 * it. Of several looks within a second the last is told. Thread-safe.
 */
final class Publishing implements AutoCloseable {
  /** In the run's facts: all of admissions up to this one was told. */
  private static final String PUBLISHED = "published";

  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final String BLOCKING = "akka.actor.default-blocking-io-dispatcher";

  private static final String WAITS = "publish-waits";

  private final RunView view;
  private final Onlooker onlooker;
  private final Optional<Publisher> publisher;
  private final Optional<Cancellable> ticks;
  private final AtomicReference<Optional<Progress>> look = new AtomicReference<>(Optional.empty());
  private final Set<String> raised = new HashSet<>();
  private volatile Optional<Standing> latest = Optional.empty();

  private Publishing(
      OpenRun run,
      RunView view,
      Onlooker onlooker,
      Optional<Publisher> publisher,
      CompletableFuture<?> broken) {
    this.onlooker = onlooker;
    this.view = view;
    this.publisher = publisher;
    this.ticks =
        publisher.map(
            any ->
                run.system()
                    .scheduler()
                    .scheduleWithFixedDelay(
                        EVERY,
                        EVERY,
                        () -> orBreak(broken),
                        run.system().classicSystem().dispatchers().lookup(BLOCKING)));
  }

  /**
   * Begins, where the plan has something to publish.
   *
   * @param broken is completed when the journal cannot be read any more
   */
  static Publishing open(
      OpenRun run,
      RunView view,
      Onlooker onlooker,
      InstantSource clock,
      CompletableFuture<?> broken) {
    Optional<Publisher> publisher =
        run.checked()
            .publication()
            .map(
                publication ->
                    new Publisher(
                        publication,
                        run.checked().plan().name(),
                        run.folder(),
                        run.reader().run().funnel().getOrDefault(PUBLISHED, 0L),
                        clock,
                        view::notice));
    publisher.flatMap(Publisher::atTheStart).ifPresent(line -> view.event(WAITS, line, true));
    return new Publishing(run, view, onlooker, publisher, broken);
  }

  /** Some more prefixes are counted. */
  void counted(Progress progress) {
    latest = Optional.of(progress.standing());
    if (progress.look()) {
      look.set(Optional.of(progress));
    }
  }

  /** What a journal keeps of it, so that little is told twice. */
  Map<String, Long> facts() {
    return publisher.map(p -> Map.of(PUBLISHED, p.settled())).orElse(Map.of());
  }

  /** Tells the rest, and waits a little until it is taken. */
  void finish() {
    ticks.ifPresent(Cancellable::cancel);
    publisher.ifPresent(this::tell);
    publisher.ifPresent(Publisher::settle);
  }

  @Override
  public void close() {
    ticks.ifPresent(Cancellable::cancel);
    publisher.ifPresent(Publisher::close);
  }

  private void orBreak(CompletableFuture<?> broken) {
    try {
      publisher.ifPresent(this::tell);
    } catch (RuntimeException e) {
      broken.completeExceptionally(e);
    }
  }

  private synchronized void tell(Publisher to) {
    Optional<Standing> standing = latest;
    standing.ifPresent(now -> to.counted(now.watermark()));
    if (to.hasRoom()) {
      look.getAndSet(Optional.empty()).ifPresent(progress -> to.looked(progress.standing()));
    }
    for (Alarm alarm : standing.map(Standing::alarms).orElse(List.of())) {
      String sentence = Sentences.alarm(alarm);
      if (raised.add(sentence)) {
        to.raised(alarm, sentence);
      }
    }
    for (Onlook.Raised alarm : onlooker.alarms()) {
      if (raised.add(alarm.sentence())) {
        to.raised(alarm.at(), alarm.sentence(), alarm.json());
      }
    }
    to.toldAll();
    to.look().ifPresent(line -> view.event(WAITS, line, true));
  }
}
