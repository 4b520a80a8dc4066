package dev.rehearsal.app.monitor;

import akka.actor.typed.ActorSystem;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.config.Plan;
import dev.rehearsal.streams.journal.JournalStatus;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the last moment of a run for those who ask over HTTP: its metrics and its health. It reads
 * and never steers; without a port in the plan it does nothing. Thread-safe.
 */
public final class Watch implements AutoCloseable {
  /** Moments come five times a second: one that is older means that the run hangs. */
  private static final Duration LATE = Duration.ofSeconds(15);

  private record Seen(RunMoment moment, long at) {}

  private final Plan plan;
  private final Path run;
  private final Map<String, String> versions;
  private final Supplier<JournalStatus> journal;
  private final LongSupplier nanos;
  private volatile @Nullable MonitorServer server;
  private volatile @Nullable Seen seen;
  private volatile boolean ended;

  private Watch(
      Plan plan,
      Path run,
      Map<String, String> versions,
      Supplier<JournalStatus> journal,
      LongSupplier nanos) {
    this.plan = plan;
    this.run = run;
    this.versions = versions;
    this.journal = journal;
    this.nanos = nanos;
  }

  /**
   * Opens it where the plan says, if it says so.
   *
   * @param run its folder
   * @param versions by name
   * @param nanos a clock that never goes back, in nanoseconds
   * @throws dev.rehearsal.RehearsalException when the port cannot be had
   */
  public static Watch open(
      Plan plan,
      Path run,
      Map<String, String> versions,
      Supplier<JournalStatus> journal,
      ActorSystem<?> system,
      LongSupplier nanos) {
    Watch watch = new Watch(plan, run, versions, journal, nanos);
    if (plan.monitor().port().isPresent()) {
      try {
        watch.server =
            MonitorServer.start(
                    system, plan.monitor().host(), plan.monitor().port().getAsInt(), watch)
                .toCompletableFuture()
                .join();
      } catch (CompletionException e) {
        throw e.getCause() instanceof RuntimeException cause ? cause : e;
      }
    }
    return watch;
  }

  /** Where it is to be asked; empty when it is not. */
  public Optional<String> url() {
    return Optional.ofNullable(server).map(MonitorServer::url);
  }

  /** The run as it is now. */
  public void show(RunMoment moment) {
    seen = new Seen(moment, nanos.getAsLong());
  }

  /** The run has come to its end; what was shown last stays. */
  public void ended() {
    ended = true;
  }

  MetricSnapshots metrics() {
    Families families = new Families();
    families.add(
        Metric.BUILD,
        1,
        versions.getOrDefault("rehearsal", "unknown"),
        versions.getOrDefault("java", "unknown"));
    Path name = run.toAbsolutePath().normalize().getFileName();
    families.add(
        Metric.RUN,
        1,
        name == null ? "" : name.toString(),
        plan.name(),
        plan.estimate().estimand().name().toLowerCase(Locale.ROOT),
        plan.sample().unit().name().toLowerCase(Locale.ROOT));
    families.oneOf(Metric.STATE, health().state().word(), Health.State.words());
    Exposition.add(journal.get(), families);
    Seen last = seen;
    if (last != null) {
      Exposition.add(last.moment(), families);
    }
    return families.snapshots();
  }

  Health health() {
    Seen last = seen;
    return Health.of(
        Optional.ofNullable(last).map(Seen::moment),
        ended,
        journal.get(),
        last != null && nanos.getAsLong() - last.at() > LATE.toNanos());
  }

  /** Stops answering; call it before the actor system ends. */
  @Override
  public void close() {
    MonitorServer open = server;
    server = null;
    if (open != null) {
      open.stop();
    }
  }
}
