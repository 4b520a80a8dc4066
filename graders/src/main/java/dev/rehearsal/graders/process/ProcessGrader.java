package dev.rehearsal.graders.process;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderGoneException;
import dev.rehearsal.graders.Population;
import dev.rehearsal.verdict.Reasons;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a program of the user's. All state belongs to one thread, the {@code owner}: callers,
 * readers and timers only hand it work.
 */
final class ProcessGrader implements Grader {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessGrader.class);
  private static final String CODE_VERSION = "process-1";

  private final ProcessSettings settings;
  private final Protocol protocol;
  private final String fingerprint;
  private final Complaints complaints;
  private final ScheduledThreadPoolExecutor owner;

  // What follows is touched by the owner only.
  private final Deque<Ask> waiting = new ArrayDeque<>();

  /** The program died with them twice, and has answered nothing since. */
  private final Deque<Ask> suspects = new ArrayDeque<>();

  private final Map<Long, Ask> inFlight = new LinkedHashMap<>();
  private Optional<Program> program = Optional.empty();
  private long lastId;
  private int deathsInARow;
  private boolean everAnswered;
  private Optional<Consumer<Ask>> ended = Optional.empty();

  private ProcessGrader(ProcessSettings settings) {
    this.settings = settings;
    this.protocol = new Protocol(settings.population());
    this.fingerprint = settings.fingerprint(CODE_VERSION);
    this.complaints = new Complaints(settings.name());
    this.owner =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, "grader-process");
              thread.setDaemon(true);
              return thread;
            });
    owner.setRemoveOnCancelPolicy(true);
    owner.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /**
   * Starts the program.
   *
   * @throws RehearsalException when it cannot be started
   */
  static ProcessGrader start(ProcessSettings settings) {
    ProcessGrader grader = new ProcessGrader(settings);
    try {
      grader.launch();
    } catch (IOException e) {
      grader.owner.shutdown();
      throw RehearsalException.badUsage(
          "%s.command cannot be started in %s: %s; check the program's name and that it may be run"
              .formatted(settings.name(), settings.folder().toAbsolutePath(), e.getMessage()));
    }
    return grader;
  }

  @Override
  public CompletionStage<Map<String, Verdict>> grade(GradedItem item, Set<String> categories) {
    Ask ask = new Ask(item, categories);
    if (categories.isEmpty()) {
      return CompletableFuture.completedFuture(Map.of());
    }
    try {
      owner.execute(
          () -> {
            waiting.add(ask);
            pump();
          });
    } catch (RejectedExecutionException closed) {
      ask.ungraded(Reasons.GRADER_CLOSED);
    }
    return ask.verdicts();
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public Population population() {
    return settings.population().isEmpty() ? new Population.Everything() : new Population.Unknown();
  }

  /** Ends the program within two seconds; what was not answered is ungraded. */
  @Override
  public void close() {
    CompletableFuture<Optional<Program>> last = new CompletableFuture<>();
    try {
      owner.execute(
          () -> {
            last.complete(program);
            program = Optional.empty();
            end(ask -> ask.ungraded(Reasons.GRADER_CLOSED));
          });
    } catch (RejectedExecutionException closedBefore) {
      return;
    }
    owner.shutdown();
    try {
      Optional<Program> running = last.join();
      if (running.isPresent()) {
        running.get().stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void launch() throws IOException {
    CompletableFuture<Program> started = new CompletableFuture<>();
    Program launched =
        Program.start(
            settings, line -> hand(() -> onAnswer(started.join(), line)), complaints::add);
    program = Optional.of(launched);
    started.complete(launched);
    launched.onExit(() -> hand(() -> onExit(launched)));
  }

  /** Gives the owner work; there is nothing left to do once the grader is closed. */
  private void hand(Runnable work) {
    if (!owner.isShutdown()) {
      try {
        owner.execute(work);
      } catch (RejectedExecutionException closedMeanwhile) {
        LOG.trace("{} was closed meanwhile", settings.name());
      }
    }
  }

  private void pump() {
    ended.ifPresent(this::end);
    settleSuspects();
    while (program.isPresent() && inFlight.size() < settings.inFlight() && !waiting.isEmpty()) {
      Program asked = program.get();
      Ask ask = waiting.remove();
      long id = ++lastId;
      inFlight.put(id, ask);
      asked.ask(Protocol.question(id, ask.item(), ask.categories()));
      ask.expires(later(() -> onTimeout(asked, id), settings.timeout()));
    }
  }

  /**
   * Once nothing else is left to ask. A program that has answered others dies of these items; one
   * that never did may be to blame itself: it is asked on, until its restarts are used up.
   */
  private void settleSuspects() {
    if (suspects.isEmpty() || program.isEmpty() || !waiting.isEmpty() || !inFlight.isEmpty()) {
      return;
    }
    if (everAnswered) {
      blameSuspects();
    } else {
      waiting.add(suspects.remove());
    }
  }

  private void blameSuspects() {
    suspects.forEach(ask -> ask.ungraded(Reasons.PROCESS_DIED));
    suspects.clear();
  }

  private void onAnswer(Program from, String line) {
    if (!program.equals(Optional.of(from)) || line.isBlank()) {
      return;
    }
    JsonNode answer = Protocol.parse(line);
    // A line that names nobody can only cost an item its verdict, never give it a wrong one.
    long id =
        Protocol.id(answer).orElseGet(() -> inFlight.keySet().stream().findFirst().orElse(0L));
    Ask ask = inFlight.remove(id);
    if (ask != null) {
      Optional<Map<String, Verdict>> verdicts = protocol.verdicts(answer, ask.categories());
      verdicts.ifPresentOrElse(ask::graded, () -> ask.ungraded(Reasons.PROCESS_UNUSABLE));
      if (verdicts.isPresent()) {
        deathsInARow = 0;
        everAnswered = true;
        blameSuspects();
      }
    } else {
      complaints.add("an answer to nothing that was asked, id " + id);
    }
    pump();
  }

  private void onTimeout(Program asked, long id) {
    Ask ask = inFlight.remove(id);
    if (ask != null) {
      ask.ungraded(Reasons.PROCESS_TIMEOUT);
      asked.kill();
    }
  }

  private void onExit(Program exited) {
    if (!program.equals(Optional.of(exited))) {
      return;
    }
    program = Optional.empty();
    List<Ask> open = new ArrayList<>(inFlight.values());
    inFlight.clear();
    Collections.reverse(open);
    for (Ask ask : open) {
      if (ask.mayBeAskedAgain()) {
        waiting.addFirst(ask);
      } else {
        suspects.add(ask);
      }
    }
    restart();
  }

  private void restart() {
    deathsInARow++;
    if (deathsInARow > settings.restarts()) {
      GraderGoneException gone =
          new GraderGoneException(
              settings.name(),
              "its program ended %d times in a row without an answer; see what it says with --verbose, mend it, and resume"
                  .formatted(deathsInARow));
      end(ask -> ask.gone(gone));
      return;
    }
    LOG.warn("{}: the program has ended and is started again", settings.name());
    Future<?> unused = later(this::relaunch, settings.delay(deathsInARow));
  }

  private Future<?> later(Runnable work, Duration delay) {
    return owner.schedule(work, delay.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void relaunch() {
    try {
      launch();
      pump();
    } catch (IOException e) {
      complaints.add("cannot be started again: " + e.getMessage());
      restart();
    }
  }

  /** What is open, and whatever comes, ends like this. */
  private void end(Consumer<Ask> how) {
    ended = Optional.of(how);
    waiting.forEach(how);
    waiting.clear();
    inFlight.values().forEach(how);
    inFlight.clear();
    suspects.forEach(how);
    suspects.clear();
  }
}
