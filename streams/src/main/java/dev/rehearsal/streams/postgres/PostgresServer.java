package dev.rehearsal.streams.postgres;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Secret;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import org.postgresql.Driver;
import org.postgresql.util.PSQLException;

/**
 * A server, a database in it, and who asks. Its password is in no text.
 *
 * @param url JDBC URL, without a password
 * @param shown the URL as messages may show it
 * @param origin where it stands, such as {@code plan.conf:7}
 * @param passwordVariable the environment's variable that gave the password, if one did
 */
public record PostgresServer(
    String url,
    String shown,
    String origin,
    Optional<String> user,
    Optional<Secret> password,
    Optional<String> passwordVariable,
    Duration connectTimeout) {
  private static final Pattern PASSWORD = Pattern.compile("(?i)password=|//[^/?]*@");

  private static final Pattern REWRITE = Pattern.compile("(?i)reWriteBatchedInserts=true");

  /** Longer than any answer that the server itself would give up. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /** After how long without a word the server asks whether we live, and how often. */
  private static final Duration KEEPALIVE = Duration.ofSeconds(30);

  private static final Duration KEEPALIVE_INTERVAL = Duration.ofSeconds(10);

  /** Reads the keys url, user, password and connect-timeout of a block. */
  public static PostgresServer read(Block block) {
    String url = block.string("url");
    if (PASSWORD.matcher(url).find()) {
      block.problem(
          "url",
          "must hold neither user nor password; write user = … and password = ${?PGPASSWORD}"
              + " beside it");
    } else if (!url.isEmpty() && !understood(url)) {
      block.problem(
          "url",
          "must be such as jdbc:postgresql://db.example.com/logs, was " + block.shown("url"));
    } else if (REWRITE.matcher(url).find()) {
      block.problem(
          "url",
          "must not set reWriteBatchedInserts: the driver no longer says then which rows are new");
    }
    return new PostgresServer(
        url,
        block.shown("url"),
        block.origin("url"),
        block.optionalString("user"),
        block.secret("password").filter(secret -> !secret.reveal().isEmpty()),
        block.variable("password"),
        block.duration("connect-timeout"));
  }

  /** Whether the driver would take the URL. */
  public static boolean understood(String url) {
    return url.startsWith("jdbc:postgresql:") && Driver.parseURL(url, new Properties()) != null;
  }

  /**
   * Connects.
   *
   * @param answerTimeout how long a statement may take
   * @throws RehearsalException when the server cannot be reached, or lets this user not in
   */
  public Connection connect(Duration answerTimeout) {
    Properties properties = new Properties();
    user.ifPresent(name -> properties.setProperty("user", name));
    password.ifPresent(secret -> properties.setProperty("password", secret.reveal()));
    properties.setProperty("ApplicationName", "rehearsal");
    properties.setProperty("connectTimeout", seconds(connectTimeout));
    properties.setProperty("loginTimeout", seconds(connectTimeout));
    properties.setProperty("socketTimeout", seconds(answerTimeout.plus(GRACE)));
    properties.setProperty("tcpKeepAlive", "true");
    // Details may quote values of rows, which are text of conversations.
    properties.setProperty("logServerErrorDetail", "false");
    try {
      Connection connection = DriverManager.getConnection(url, properties);
      try (var statement = connection.createStatement()) {
        statement.execute("SET statement_timeout = " + answerTimeout.toMillis());
        // The server's own keepalive begins after two hours: so long a dead machine's locks hold.
        statement.execute("SET tcp_keepalives_idle = " + KEEPALIVE.toSeconds());
        statement.execute("SET tcp_keepalives_interval = " + KEEPALIVE_INTERVAL.toSeconds());
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw RehearsalException.failed(
          "%s: cannot connect to %s: %s. PostgreSQL says: %s"
              .formatted(origin, shown, connectAdvice(e), said(e)),
          e);
    }
  }

  /** What the server said, without what it quotes of rows, on one line. */
  public static String said(SQLException e) {
    // Of a batch the first message names the whole statement.
    SQLException own = e instanceof BatchUpdateException ? e.getNextException() : null;
    return String.valueOf((own == null ? e : own).getMessage())
        .strip()
        .replaceAll("\\s*\\n\\s*", " ");
  }

  /** Which character of the statement the server complains of, from 1; 0 when it does not say. */
  public static int position(SQLException e) {
    return e instanceof PSQLException server && server.getServerErrorMessage() != null
        ? server.getServerErrorMessage().getPosition()
        : 0;
  }

  /** The five letters that the standard has for the trouble; empty for none. */
  public static String state(SQLException e) {
    String state = e.getSQLState();
    return state == null ? "" : state;
  }

  private String connectAdvice(SQLException e) {
    String state = state(e);
    if (state.startsWith("28") || state.equals("08004")) {
      return "the server does not let this user in; check user"
          + (user.isEmpty() ? " (none is given: it was the system's)" : "")
          + " and password"
          + (password.isEmpty()
              ? " (none is given%s)"
                  .formatted(
                      passwordVariable.map(name -> ": the environment has no " + name).orElse(""))
              : "");
    }
    if (state.equals("3D000")) {
      return "the server has no such database; check what follows the host in url";
    }
    if (state.startsWith("53")) {
      return "the server has no connection left; try again later";
    }
    return "the server cannot be reached within connect-timeout = "
        + connectTimeout.toMillis()
        + " ms; check host and port in url, and that the server takes connections from here";
  }

  private static String seconds(Duration duration) {
    return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1000));
  }
}
