package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.Transactions.Write;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The journal in a database: a queue, and one thread that commits what waits in it. */
final class DatabaseJournal implements Journal {
  /** So many appends are committed together at most; with fewer waiting, those. */
  private static final int LARGEST_BATCH = 2_000;

  /** One write of one or more rows, and whom to tell. */
  private record Append(Write write, CompletableFuture<Void> committed) {}

  /** How many batches of appends there were, and how long they took together, and the last. */
  private record Commits(long number, long nanos, long last) {}

  private final JournalDatabase database;
  private final JournalConnection connection;
  private final JournalTables tables;
  private final Transactions transactions;
  private final Removals removals;
  private final BlockingQueue<Append> queue = new LinkedBlockingQueue<>();
  private final Append end = new Append(nothing -> {}, new CompletableFuture<>());
  private final Thread writer;
  private volatile RunRow run;
  private volatile @Nullable RehearsalException failure;
  private volatile boolean ended;
  private volatile Commits commits = new Commits(0, 0, 0);

  private DatabaseJournal(
      JournalDatabase database,
      JournalConnection connection,
      JournalTables tables,
      RunRow run,
      Removals removals) {
    this.database = database;
    this.connection = connection;
    this.tables = tables;
    this.run = run;
    this.transactions = new Transactions(connection, tables);
    this.removals = removals;
    this.writer = new Thread(this::write, "journal-writer");
    writer.setDaemon(true);
    writer.start();
  }

  static Journal create(JournalDatabase database, RunRow run, Retention retention) {
    try {
      return begin(database, database.create(), run, retention);
    } catch (SQLException e) {
      throw database.trouble().writing(e);
    }
  }

  static Journal open(JournalDatabase database, RunRow run, Retention retention) {
    try {
      return begin(database, database.open(), run, retention);
    } catch (SQLException e) {
      throw database.trouble().writing(e);
    }
  }

  /** Writes the run's row: it shows now whether the journal can be written. */
  private static Journal begin(
      JournalDatabase database, JournalConnection connection, RunRow run, Retention retention)
      throws SQLException {
    try {
      JournalTables tables = new JournalTables(connection);
      tables.write(run);
      tables.commit();
      return new DatabaseJournal(
          database,
          connection,
          tables,
          run,
          new Removals(
              connection,
              new Retaining(connection, retention, run.started(), System::nanoTime),
              System::nanoTime));
    } catch (SQLException | RuntimeException e) {
      try {
        connection.close();
      } catch (SQLException closing) {
        e.addSuppressed(closing);
      }
      throw e;
    }
  }

  @Override
  public void append(Admission row) {
    post(tables -> tables.write(row));
  }

  @Override
  public CompletionStage<Void> append(ReplyRow row) {
    return enqueue(tables -> tables.write(row));
  }

  @Override
  public CompletionStage<Void> append(List<VerdictRow> rows) {
    List<VerdictRow> copy = List.copyOf(rows);
    return enqueue(
        tables -> {
          for (VerdictRow row : copy) {
            tables.write(row);
          }
        });
  }

  @Override
  public CompletionStage<Void> append(LookRow row) {
    return enqueue(tables -> tables.write(row));
  }

  @Override
  public void append(EventRow row) {
    post(tables -> tables.write(row));
  }

  @Override
  public void counted(long admission) {
    if (removals.counted(admission)) {
      unawaited(enqueue(tables -> {}));
    }
  }

  @Override
  public LivePurge purge(List<Long> numbers, PurgeSelection selection, Instant now) {
    LivePurge purge = new LivePurge(numbers, selection, now, removals::counted);
    unawaited(enqueue(unused -> removals.begin(purge)).whenComplete(purge::begun));
    return purge;
  }

  @Override
  public CompletionStage<Void> flush() {
    return enqueue(tables -> {});
  }

  @Override
  public RunRow run() {
    return run;
  }

  @Override
  public CompletionStage<Void> update(RunRow newRun) {
    return enqueue(
        tables -> {
          tables.write(newRun);
          run = newRun;
        });
  }

  @Override
  public JournalStatus status() {
    Commits now = commits;
    return new JournalStatus(
        queue.size(), now.number(), now.nanos() / 1e9, failure == null, database.fileBytes());
  }

  @Override
  public void close() {
    queue.add(end);
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** An append that nobody awaits: trouble shows at the next append instead. */
  private void post(Write write) {
    RehearsalException known = failure;
    if (known != null) {
      throw known;
    }
    unawaited(enqueue(write));
  }

  private static void unawaited(CompletableFuture<Void> unused) {}

  private CompletableFuture<Void> enqueue(Write write) {
    Append append = new Append(write, new CompletableFuture<>());
    queue.add(append);
    if (ended && queue.remove(append)) {
      append.committed().completeExceptionally(closed());
    }
    return append.committed();
  }

  private void write() {
    List<Append> batch = new ArrayList<>();
    for (boolean last = false; !last; ) {
      batch.clear();
      takeInto(batch);
      last = batch.contains(end);
      if (!batch.isEmpty()) {
        commit(batch);
      }
      if (removals.idleNanos() == 0) {
        attempt(unused -> removals.workAfter(commits.last()));
        attempt(unused -> removals.committed());
      }
      if (failure != null) {
        removals.end(failure);
      }
    }
    attempt(unused -> removals.finish());
    removals.end(failure);
    ended = true;
    release();
    for (Append late = queue.poll(); late != null; late = queue.poll()) {
      late.committed().completeExceptionally(closed());
    }
  }

  private void attempt(Write write) {
    if (failure == null) {
      failure = transactions.attempt(write);
    }
  }

  /** Waits for an append, though not when there is text to remove: then there may be none. */
  private void takeInto(List<Append> batch) {
    for (boolean waiting = true; waiting; ) {
      try {
        long most = failure == null ? removals.idleNanos() : Long.MAX_VALUE;
        Optional.ofNullable(queue.poll(most, TimeUnit.NANOSECONDS)).ifPresent(batch::add);
        waiting = false;
      } catch (InterruptedException e) {
        // Nobody is meant to interrupt this thread: it ends by its last append only.
        continue;
      }
    }
    queue.drainTo(batch, LARGEST_BATCH - 1);
  }

  private void commit(List<Append> batch) {
    RehearsalException trouble = failure;
    if (trouble == null) {
      long begun = System.nanoTime();
      trouble =
          transactions.attempt(
              to -> {
                for (Append append : batch) {
                  append.write().to(to);
                }
              });
      failure = trouble;
      if (trouble == null) {
        long took = System.nanoTime() - begun;
        commits = new Commits(commits.number() + 1, commits.nanos() + took, took);
      }
    }
    for (Append append : batch) {
      if (trouble == null) {
        append.committed().complete(null);
      } else {
        append.committed().completeExceptionally(trouble);
      }
    }
  }

  private void release() {
    try {
      tables.close();
      removals.close();
      connection.close();
    } catch (SQLException e) {
      // All that was acknowledged is committed; the log that stays beside the file is read with it.
      if (failure == null) {
        failure = connection.trouble().writing(e);
      }
    }
  }

  private RehearsalException closed() {
    return Objects.requireNonNullElseGet(
        failure,
        () ->
            RehearsalException.failed(connection.trouble().journal() + ": the journal is closed"));
  }
}
