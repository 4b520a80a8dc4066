package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.stream.Collectors;

/** One SQLite file that is the journal of one run (docs/adr/0060). */
final class SqliteDatabase implements JournalDatabase {
  /** Of the format that this code writes, and the newest that it reads. */
  static final int VERSION = 2;

  /** Marks the file as a journal of ours: "Rhsl". */
  static final int APPLICATION_ID = 0x5268736C;

  /** So long who writes or reads waits for another. */
  static final int BUSY_MILLIS = 5_000;

  /** SQLite's own bound. */
  private static final long MOST_PAGES = 4_294_967_294L;

  /** In pages: a checkpoint writes a page once however often it changed since the last. */
  private static final int PAGES_BETWEEN_CHECKPOINTS = 4_000;

  private static final int PRIMARY_CODE = 0xff;

  private final Path file;
  private final long mostPages;

  SqliteDatabase(Path file) {
    this(file, MOST_PAGES);
  }

  /** A file that can grow to {@code mostPages} only, as if the disk were full then. */
  SqliteDatabase(Path file, long mostPages) {
    this.file = file;
    this.mostPages = mostPages;
  }

  @Override
  public JournalTrouble trouble() {
    return new JournalTrouble(file.toString(), "SQLite", SqliteDatabase::advice);
  }

  @Override
  public JournalConnection create() throws SQLException {
    if (Files.exists(file)) {
      throw RehearsalException.badUsage(
          file + " exists already; name another folder with --out, or continue with --resume");
    }
    // Made under another name: a file of this name is a journal at any instant.
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(fresh);
      makeTables(fresh);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw RehearsalException.failed(file + ": cannot make the journal: " + e.getMessage(), e);
    }
    Connection connection = connect(file, "");
    try (Statement statement = connection.createStatement()) {
      settings(statement);
      statement.execute("PRAGMA max_page_count = " + mostPages);
      connection.setAutoCommit(false);
      return new SqliteConnection(connection, trouble());
    } catch (SQLException e) {
      throw closed(connection, e);
    }
  }

  private static void makeTables(Path fresh) throws SQLException {
    try (Connection connection = connect(fresh, "");
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("CREATE TABLE format (version INTEGER NOT NULL, writer TEXT NOT NULL)");
      for (JournalTable table : JournalTable.values()) {
        statement.execute(definition(table));
      }
      statement.execute("INSERT INTO format VALUES (" + VERSION + ", 'rehearsal')");
      statement.execute("PRAGMA application_id = " + APPLICATION_ID);
      statement.execute("PRAGMA user_version = " + VERSION);
      connection.commit();
    }
  }

  private static String definition(JournalTable table) {
    return table.columns().stream()
        .map(column -> column.name() + " " + column.type())
        .collect(Collectors.joining(", ", "CREATE TABLE " + table.sql() + " (", ")"))
        .replaceFirst(" INTEGER,", " INTEGER PRIMARY KEY,");
  }

  @Override
  public JournalConnection open() throws SQLException {
    Connection connection = connect(file, "");
    try (Statement statement = connection.createStatement()) {
      check(statement);
      settings(statement);
      connection.setAutoCommit(false);
      requireWhole(statement);
      upgrade(statement);
      connection.commit();
      return new SqliteConnection(connection, trouble());
    } catch (SQLException e) {
      throw closed(connection, e);
    } catch (RehearsalException e) {
      connection.close();
      throw e;
    }
  }

  @Override
  public JournalConnection read() throws SQLException {
    // Without write permission SQLite cannot make its shared-memory file; with no log beside it,
    // nobody is writing, and the file can be read as it stands.
    boolean still =
        !Files.isWritable(file.toAbsolutePath().getParent())
            && !Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
    Connection connection = connect(file, still ? "?immutable=1" : "");
    try (Statement statement = connection.createStatement()) {
      check(statement);
      statement.execute("PRAGMA query_only = 1");
      return new SqliteConnection(connection, trouble());
    } catch (SQLException e) {
      throw closed(connection, e);
    } catch (RehearsalException e) {
      connection.close();
      throw e;
    }
  }

  /** Writes the file anew from the rows that are there, and empties the log beside it. */
  @Override
  public void sweep() {
    try (Connection connection = connect(file, "");
        Statement statement = connection.createStatement()) {
      check(statement);
      settings(statement);
      vacuum(statement);
      if (number(statement, "PRAGMA wal_checkpoint(TRUNCATE)") != 0) {
        throw RehearsalException.failed(
            file
                + ": what was purged still stands in the log beside the file, as another program"
                + " reads the journal; let it end, then purge again");
      }
    } catch (SQLException e) {
      throw RehearsalException.failed(
          ("%s: the text is out of the rows, but not yet out of the file. That takes twice the"
                  + " room of the file in %s while it lasts: free some if it is missing, then purge"
                  + " again. SQLite says: %s")
              .formatted(file, file.toAbsolutePath().resolveSibling(""), e.getMessage()),
          e);
    }
  }

  /** Else the new file is first written where anybody may write, on some other disk. */
  private void vacuum(Statement statement) throws SQLException {
    String folder = file.toAbsolutePath().resolveSibling("").toString().replace("'", "''");
    statement.execute("PRAGMA temp_store_directory = '" + folder + "'");
    try {
      statement.execute("VACUUM");
    } finally {
      statement.execute("PRAGMA temp_store_directory = ''");
    }
  }

  /** Nothing: the file goes with the run's folder. */
  @Override
  public void remove() {}

  /** The log beside the file holds what is committed and not yet in the file. */
  @Override
  public OptionalLong fileBytes() {
    File log = file.resolveSibling(file.getFileName() + "-wal").toFile();
    long bytes = file.toFile().length() + log.length();
    return bytes == 0 ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  private static Connection connect(Path file, String parameters) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("busy_timeout", Integer.toString(BUSY_MILLIS));
    // Else the driver asks for the last row's id after every insert.
    properties.setProperty("jdbc.get_generated_keys", "false");
    String uri = file.toAbsolutePath().toUri().getRawPath();
    return DriverManager.getConnection("jdbc:sqlite:file:" + uri + parameters, properties);
  }

  private static void settings(Statement statement) throws SQLException {
    statement.execute("PRAGMA journal_mode = WAL");
    statement.execute("PRAGMA synchronous = NORMAL");
    // What is deleted is overwritten: a purged text may not stay where it stood (docs/adr/0240).
    statement.execute("PRAGMA secure_delete = ON");
    statement.execute("PRAGMA wal_autocheckpoint = " + PAGES_BETWEEN_CHECKPOINTS);
  }

  /** Brings a file of an older version up to this one; what it holds stays as it is. */
  private static void upgrade(Statement statement) throws SQLException {
    if (number(statement, "PRAGMA user_version") == 1) {
      statement.execute(definition(JournalTable.PURGE));
      statement.execute("UPDATE format SET version = " + VERSION);
      statement.execute("PRAGMA user_version = " + VERSION);
    }
  }

  private void check(Statement statement) throws SQLException {
    requireContent();
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
      throw trouble().corrupt("format version " + version + " does not exist");
    }
  }

  /**
   * Looks through the whole file for pages that do not fit together: a lost page of replies would
   * otherwise look like replies that were never asked for, and they would be paid for again.
   */
  private void requireWhole(Statement statement) throws SQLException {
    try (ResultSet results = statement.executeQuery("PRAGMA quick_check(1)")) {
      String said = results.next() ? results.getString(1) : "nothing";
      if (!said.equals("ok")) {
        throw trouble().corrupt(said.strip());
      }
    }
  }

  private void requireContent() {
    try {
      if (Files.size(file) == 0) {
        throw trouble().corrupt("the file is empty");
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

  private static String advice(SQLException e) {
    return switch (e.getErrorCode() & PRIMARY_CODE) {
      case 13 -> "the disk is full; free some space, then continue with --resume";
      case 8, 3, 23 ->
          "the folder or file may not be written by this user; change that, then"
              + " continue with --resume";
      case 14 ->
          "the file cannot be opened; check that the folder exists and that this user may"
              + " read and write it";
      case 11, 26 ->
          "the file is corrupt; keep a copy of the run's folder, then restore it from"
              + " a backup or start a new run";
      case 5, 6 -> "another program holds the file; close it, then continue with --resume";
      case 10 ->
          "the disk gave an error; check it and the space on it, then continue with --resume";
      default -> "keep a copy of the run's folder, then continue with --resume";
    };
  }
}
