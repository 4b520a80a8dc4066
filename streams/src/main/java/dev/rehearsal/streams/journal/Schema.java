package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/**
 * The journal's tables, and how its file is opened. Any change to a table is a new version with a
 * golden file of its own in the tests (docs/adr/0060).
 */
final class Schema {
  /** Of the format that this code writes, and the newest that it reads. */
  static final int VERSION = 1;

  /** Marks the file as a journal of ours: "Rhsl". */
  static final int APPLICATION_ID = 0x5268736C;

  /** SQLite's own bound. */
  static final long MOST_PAGES = 4_294_967_294L;

  /** In pages: a checkpoint writes a page once however often it changed since the last. */
  private static final int PAGES_BETWEEN_CHECKPOINTS = 4_000;

  private static final String[] TABLES = {
    "CREATE TABLE format (version INTEGER NOT NULL, writer TEXT NOT NULL)",
    """
    CREATE TABLE run (id INTEGER PRIMARY KEY, name TEXT, plan TEXT, digest TEXT, versions TEXT,
      seed INTEGER, status TEXT, stopped_at INTEGER, populations TEXT, funnel TEXT,
      started INTEGER, started_nano INTEGER, ended INTEGER, ended_nano INTEGER, sum INTEGER)""",
    "CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT, sum INTEGER)",
    "CREATE TABLE slot (id INTEGER PRIMARY KEY, lane TEXT, sample INTEGER, sum INTEGER)",
    """
    CREATE TABLE criterion (id INTEGER PRIMARY KEY, category TEXT, fingerprint TEXT,
      sum INTEGER)""",
    """
    CREATE TABLE prefix (number INTEGER PRIMARY KEY, conversation TEXT, cut INTEGER, user TEXT,
      time INTEGER, time_nano INTEGER, source INTEGER, line INTEGER, slices INTEGER,
      sum INTEGER)""",
    "CREATE TABLE prefix_text (number INTEGER PRIMARY KEY, body BLOB, sum INTEGER)",
    """
    CREATE TABLE reply (id INTEGER PRIMARY KEY, key TEXT, state INTEGER, reason TEXT,
      attempts INTEGER, latency INTEGER, usd REAL, prefix_differs INTEGER, finish INTEGER,
      served INTEGER, input_tokens INTEGER, output_tokens INTEGER, has_text INTEGER,
      sum INTEGER)""",
    "CREATE TABLE reply_text (id INTEGER PRIMARY KEY, body BLOB, sum INTEGER)",
    """
    CREATE TABLE verdict (id INTEGER PRIMARY KEY, kind INTEGER, level INTEGER, probability REAL,
      reason TEXT, evidence TEXT, sum INTEGER)""",
    """
    CREATE TABLE label (id INTEGER PRIMARY KEY, verdict INTEGER, author TEXT, time INTEGER,
      time_nano INTEGER, value INTEGER, note TEXT, sum INTEGER)""",
    "CREATE TABLE look (watermark INTEGER PRIMARY KEY, standing BLOB, sum INTEGER)",
    """
    CREATE TABLE event (id INTEGER PRIMARY KEY, time INTEGER, time_nano INTEGER, kind TEXT,
      detail TEXT, sum INTEGER)""",
  };

  private Schema() {}

  /** A new journal that may have so many pages. */
  static Connection create(Path file, long mostPages) throws SQLException {
    if (Files.exists(file)) {
      throw RehearsalException.badUsage(
          file + " exists already; name another folder with --out, or continue with --resume");
    }
    Connection connection = connect(file, "");
    try (Statement statement = connection.createStatement()) {
      settings(statement);
      statement.execute("PRAGMA max_page_count = " + mostPages);
      connection.setAutoCommit(false);
      for (String table : TABLES) {
        statement.execute(table);
      }
      statement.execute("INSERT INTO format VALUES (" + VERSION + ", 'rehearsal')");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
      connection.commit();
      return connection;
    } catch (SQLException e) {
      throw closed(connection, e);
    }
  }

  /** A journal that exists, to write on. */
  static Connection open(Path file) throws SQLException {
    Connection connection = connect(file, "");
    try (Statement statement = connection.createStatement()) {
      check(statement, file);
      settings(statement);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException e) {
      throw closed(connection, e);
    } catch (RehearsalException e) {
      connection.close();
      throw e;
    }
  }

  /** A journal that exists, to read only; a run may be writing it at the same time. */
  static Connection read(Path file) throws SQLException {
    // Without write permission SQLite cannot make its shared-memory file; with no log beside it,
    // nobody is writing, and the file can be read as it stands.
    boolean still =
        !Files.isWritable(file.toAbsolutePath().getParent())
            && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    Connection connection = connect(file, still ? "?immutable=1" : "");
    try (Statement statement = connection.createStatement()) {
      check(statement, file);
      statement.execute("PRAGMA query_only = 1");
      return connection;
    } catch (SQLException e) {
      throw closed(connection, e);
    } catch (RehearsalException e) {
      connection.close();
      throw e;
    }
  }

  private static Connection connect(Path file, String parameters) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", "5000");
    // Else the driver asks for the last row's id after every insert.
    properties.setProperty("jdbc.get_generated_keys", "false");
    String uri = file.toAbsolutePath().toUri().getRawPath();
    return DriverManager.getConnection("jdbc:sqlite:file:" + uri + parameters, properties);
  }

  private static void settings(Statement statement) throws SQLException {
    statement.execute("PRAGMA journal_mode = WAL");
    statement.execute("PRAGMA synchronous = NORMAL");
    statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_BETWEEN_CHECKPOINTS);
  }

  private static void check(Statement statement, Path file) throws SQLException {
    requireContent(file);
    int application = number(statement, "PRAGMA application_id");
    if (application != APPLICATION_ID) {
      throw RehearsalException.badUsage(
          file + " is not a journal of a run: it is some other SQLite file");
    }
    int version = number(statement, "PRAGMA user_version");
    if (version > VERSION) {
      throw RehearsalException.failed(
          file
              + " has format "
              + version
              + ", written by a newer version; this one reads up to "
              + VERSION
              + ": use the version that wrote it");
    }
    if (version < 1) {
      throw JournalTrouble.corrupt(file, "format version " + version + " does not exist");
    }
  }

  /**
   * Looks through the whole file for pages that do not fit together: a lost page of replies would
   * otherwise look like replies that were never asked for, and they would be paid for again.
   */
  static void requireWhole(Connection connection, Path file) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet results = statement.executeQuery("PRAGMA quick_check(1)")) {
      String said = results.next() ? results.getString(1) : "nothing";
      if (!said.equals("ok")) {
        connection.close();
        throw JournalTrouble.corrupt(file, said.strip());
      }
    }
  }

  private static void requireContent(Path file) {
    try {
      if (Files.size(file) == 0) {
        throw JournalTrouble.corrupt(file, "the file is empty");
      }
    } catch (IOException e) {
      throw RehearsalException.failed(file + ": cannot read the journal: " + e.getMessage(), e);
    }
  }

  private static int number(Statement statement, String pragma) throws SQLException {
    try (ResultSet results = statement.executeQuery(pragma)) {
      return results.next() ? results.getInt(1) : 0;
    }
  }

  private static SQLException closed(Connection connection, SQLException cause) {
    try {
      connection.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }
}
