package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.SharedPermits;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Permits that processes share through a row for each credential: the theoretical arrival of the
 * next request and the next token, by the server's clock, and the largest take that all pace by
 * (docs/adr/0231). One connection, on a thread of its own; a lost one is made anew. Thread-safe.
 */
public final class PostgresPermits implements SharedPermits, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PostgresPermits.class);

  /** After so long the server gives a statement up, but not its commit. */
  private static final Duration ANSWER = Duration.ofSeconds(1);

  /** After so long the connection is given up: what it permits is spent by then. */
  private static final Duration SILENCE = Duration.ofMillis(1_500);

  private static final double NANOS = 1e9;
  private static final String CLOCK = "extract(epoch FROM clock_timestamp())::float8";

  private static final String BEGIN =
      "INSERT INTO rehearsal.permit VALUES (?, 0, 0) ON CONFLICT DO NOTHING";

  private static final String LARGEST =
      "CASE WHEN %s < largest_until THEN largest ELSE 0 END".formatted(CLOCK);

  /** The condition and the change see the row as it is once it is locked. */
  private static final String TAKE =
      """
      UPDATE rehearsal.permit SET
        requests_due = greatest(requests_due, %1$s) + ?,
        tokens_due = greatest(tokens_due + ?, %1$s) + ?,
        largest = coalesce(?, largest),
        largest_until = coalesce(%1$s + ?, largest_until)
      WHERE credential = ? AND requests_due <= %1$s + ? AND tokens_due + ? <= %1$s + ?
        AND coalesce(? = %2$s, true)
      """
          .formatted(CLOCK, LARGEST);

  private static final String WAIT =
      """
      SELECT greatest(requests_due - ?, tokens_due + ? - ?) - %s, %s
      FROM rehearsal.permit WHERE credential = ?
      """
          .formatted(CLOCK, LARGEST);

  /** Of what is not limited: it is always due. */
  private static final double NO_LIMIT = 1e12;

  private final PostgresServer server;
  private final ExecutorService thread;
  private @Nullable Connection connection;

  PostgresPermits(PostgresServer server) {
    this.server = server;
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread made = new Thread(work, "permits");
              made.setDaemon(true);
              return made;
            });
  }

  @Override
  public CompletionStage<Answer> take(
      String credential, Take requests, Take tokens, Largest largest) {
    return CompletableFuture.supplyAsync(
        () -> asked(credential, requests, tokens, largest), thread);
  }

  private Answer asked(String credential, Take requests, Take tokens, Largest largest) {
    try {
      return asked(connected(), credential, requests, tokens, largest);
    } catch (SQLException e) {
      hangUp();
      throw RehearsalException.failed(server.shown() + ": " + trouble(e), e);
    }
  }

  private static String trouble(SQLException e) {
    if (e.getCause() instanceof SocketTimeoutException) {
      return "no answer within " + SILENCE.toMillis() + " ms";
    }
    return (PostgresServer.state(e).equals("42501")
            ? "this user may not do that; grant the rights that docs/journal.md lists. "
            : "")
        + "PostgreSQL says: "
        + PostgresServer.said(e);
  }

  private static Answer asked(
      Connection jdbc, String credential, Take requests, Take tokens, Largest largest)
      throws SQLException {
    if (taken(jdbc, credential, requests, tokens, largest)) {
      return new Answer(true, Duration.ZERO, largest.after());
    }
    try (PreparedStatement wait = jdbc.prepareStatement(WAIT)) {
      wait.setDouble(1, tolerance(requests));
      wait.setDouble(2, correction(tokens));
      wait.setDouble(3, tolerance(tokens));
      wait.setString(4, credential);
      try (ResultSet row = wait.executeQuery()) {
        if (row.next()) {
          double seconds = Math.max(0, row.getDouble(1));
          return new Answer(
              false, Duration.ofNanos((long) Math.ceil(seconds * NANOS)), row.getLong(2));
        }
      }
    }
    try (PreparedStatement begin = jdbc.prepareStatement(BEGIN)) {
      begin.setString(1, credential);
      begin.executeUpdate();
    }
    boolean granted = taken(jdbc, credential, requests, tokens, largest);
    return new Answer(granted, Duration.ZERO, granted ? largest.after() : 0);
  }

  private static boolean taken(
      Connection jdbc, String credential, Take requests, Take tokens, Largest largest)
      throws SQLException {
    try (PreparedStatement take = jdbc.prepareStatement(TAKE)) {
      take.setDouble(1, requests.nanos() / NANOS);
      take.setDouble(2, correction(tokens));
      take.setDouble(3, tokens.nanos() / NANOS);
      optional(take, 4, largest.next());
      optional(
          take,
          5,
          largest.next().isPresent()
              ? OptionalLong.of(Largest.HOLDS.toSeconds())
              : OptionalLong.empty());
      take.setString(6, credential);
      take.setDouble(7, tolerance(requests));
      take.setDouble(8, correction(tokens));
      take.setDouble(9, tolerance(tokens));
      optional(take, 10, largest.known());
      return take.executeUpdate() == 1;
    }
  }

  private static void optional(PreparedStatement statement, int index, OptionalLong value)
      throws SQLException {
    if (value.isPresent()) {
      statement.setDouble(index, value.getAsLong());
    } else {
      statement.setNull(index, Types.DOUBLE);
    }
  }

  private static double correction(Take take) {
    return take.corrected() * take.pace().nanosPerUnit() / NANOS;
  }

  private static double tolerance(Take take) {
    return take.units() == 0 ? NO_LIMIT : take.pace().toleranceNanos() / NANOS;
  }

  private Connection connected() throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = server.connect(ANSWER);
      connection = open;
      open.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
      PermitTable.make(open);
    }
    return open;
  }

  private void hangUp() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        LOG.debug("a lost connection cannot be closed", e);
      }
    }
  }

  /** Takes no more; the connection is closed once it is free. */
  @Override
  public void close() {
    thread.execute(this::hangUp);
    thread.shutdown();
  }
}
