package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.journal.JournalTable.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The tables of all runs of a database: those of a file, each with the run behind its columns and
 * in front of its key.
 */
final class PostgresTables {
  /** Of the format that this code writes, and the newest that it reads. */
  static final int VERSION = 2;

  static final String SCHEMA = "rehearsal";
  private static final String FORMAT = SCHEMA + ".format";

  /** Only one may make the tables at a time; any number that no run has as its lock will do. */
  private static final long MAKING = 0x5268736C;

  private PostgresTables() {}

  static String name(JournalTable table) {
    return SCHEMA + "." + table.sql();
  }

  /** What numbers the rows of {@link JournalTable#EVENT}. */
  static String eventNumbers() {
    return SCHEMA + ".event_number";
  }

  /** Makes schema and tables where there are none yet. */
  static void make(Connection jdbc) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      if (there(statement)) {
        return;
      }
      lockForMaking(statement);
      if (there(statement)) {
        return;
      }
      makeSchema(statement);
      statement.execute("CREATE SEQUENCE " + eventNumbers());
      for (JournalTable table : JournalTable.values()) {
        statement.execute(definition(table));
      }
      statement.execute("CREATE TABLE " + FORMAT + " (version integer NOT NULL, writer text)");
      statement.execute("INSERT INTO " + FORMAT + " VALUES (" + VERSION + ", 'rehearsal')");
    }
  }

  /** Unless it is there: the server wants the right to make it even then. */
  static void makeSchema(Statement statement) throws SQLException {
    if (!found(statement, "pg_catalog.pg_namespace WHERE nspname = '" + SCHEMA + "'")) {
      statement.execute("CREATE SCHEMA IF NOT EXISTS " + SCHEMA);
    }
  }

  /** Brings the tables of an older version up to this one; what they hold stays as it is. */
  static void upgrade(Connection jdbc) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      if (!there(statement) || version(statement) != 1) {
        return;
      }
      lockForMaking(statement);
      if (version(statement) == 1) {
        statement.execute(definition(JournalTable.PURGE));
        grantAs(statement, name(JournalTable.RUN), name(JournalTable.PURGE));
        statement.execute("UPDATE " + FORMAT + " SET version = " + VERSION);
      }
    }
  }

  /** Whoever may do something with one table may then do it with the other, its owner too. */
  static void grantAs(Statement statement, String like, String table) throws SQLException {
    List<String> grants = new ArrayList<>();
    try (ResultSet results =
        statement.executeQuery(
            """
            SELECT format('GRANT %%s ON %1$s TO %%s', a.privilege_type,
              CASE a.grantee WHEN 0 THEN 'PUBLIC'
                ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
            FROM pg_catalog.pg_class c,
              aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a
            WHERE c.oid = '%2$s'::regclass
            """
                .formatted(table, like))) {
      while (results.next()) {
        grants.add(results.getString(1));
      }
    }
    for (String grant : grants) {
      statement.execute(grant);
    }
  }

  /** Whether there is such a table: older versions lack newer ones. */
  static boolean has(Connection jdbc, JournalTable table) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      return there(statement, name(table));
    }
  }

  private static void lockForMaking(Statement statement) throws SQLException {
    statement.execute("SELECT pg_advisory_xact_lock(" + MAKING + ")");
  }

  /**
   * Looks whether this code knows the tables.
   *
   * @throws RehearsalException when there are none, or newer ones
   */
  static void require(Connection jdbc, JournalTrouble trouble) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      if (!there(statement)) {
        throw RehearsalException.badUsage(
            trouble.journal()
                + ": the database has no journals; check that the url is the one that the run was"
                + " started with");
      }
      int version = version(statement);
      if (version > VERSION) {
        throw RehearsalException.failed(
            trouble.journal()
                + " has format "
                + version
                + ", written by a newer version; this one reads up to "
                + VERSION
                + ": use the version that wrote it");
      }
      if (version < 1) {
        throw trouble.corrupt("format version " + version + " does not exist");
      }
    }
  }

  private static int version(Statement statement) throws SQLException {
    try (ResultSet results = statement.executeQuery("SELECT max(version) FROM " + FORMAT)) {
      return results.next() ? results.getInt(1) : 0;
    }
  }

  private static boolean there(Statement statement) throws SQLException {
    return there(statement, FORMAT);
  }

  /** Looks into the catalogue itself: what the server remembers may be older than the lock. */
  static boolean there(Statement statement, String table) throws SQLException {
    return found(
        statement,
        "pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
            + " WHERE n.nspname || '.' || c.relname = '"
            + table
            + "'");
  }

  /** Whether the catalogue has such rows. */
  static boolean found(Statement statement, String rows) throws SQLException {
    try (ResultSet results = statement.executeQuery("SELECT EXISTS (SELECT FROM " + rows + ")")) {
      return results.next() && results.getBoolean(1);
    }
  }

  private static String definition(JournalTable table) {
    return table.columns().stream()
        .map(column -> quoted(column) + " " + type(column))
        .collect(
            Collectors.joining(
                ", ",
                "CREATE TABLE " + name(table) + " (",
                ", run uuid NOT NULL, PRIMARY KEY (run, " + table.key() + "))"));
  }

  /** In quotes, since SQL has other uses for {@code user}. */
  static String quoted(Column column) {
    return '"' + column.name() + '"';
  }

  private static String type(Column column) {
    return switch (column.type()) {
      case INTEGER -> "bigint";
      case REAL -> "double precision";
      case TEXT -> "text";
      case BLOB -> "bytea";
    };
  }
}
