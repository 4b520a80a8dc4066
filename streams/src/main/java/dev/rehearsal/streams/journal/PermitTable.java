package dev.rehearsal.streams.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The table of permits. Who first needs it, or what it lacks, makes that, for all who write runs;
 * whoever finds it whole needs no right to make anything.
 */
final class PermitTable {
  private static final String NAME = PostgresTables.SCHEMA + ".permit";

  /** Any number that no run has as its lock will do. */
  private static final long MAKING = 0x5268736D;

  private static final String MAKE =
      "CREATE TABLE %s (credential text PRIMARY KEY, requests_due float8 NOT NULL,".formatted(NAME)
          + " tokens_due float8 NOT NULL)";

  /** Those that came last. */
  private static final String ADD_COLUMNS =
      """
      ALTER TABLE %s
        ADD COLUMN IF NOT EXISTS largest float8 NOT NULL DEFAULT 0,
        ADD COLUMN IF NOT EXISTS largest_until float8 NOT NULL DEFAULT 0
      """
          .formatted(NAME);

  /** Its last column, in the catalogue. */
  private static final String WHOLE =
      """
      pg_catalog.pg_attribute a
        JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname || '.' || c.relname = '%s' AND a.attname = 'largest_until'
          AND NOT a.attisdropped
      """
          .formatted(NAME);

  private PermitTable() {}

  /** Makes what is not there yet, all or nothing. */
  static void make(Connection jdbc) throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      if (PostgresTables.found(statement, WHOLE)) {
        return;
      }
      jdbc.setAutoCommit(false);
      statement.execute("SELECT pg_advisory_xact_lock(" + MAKING + ")");
      if (!PostgresTables.found(statement, WHOLE)) {
        if (!PostgresTables.there(statement, NAME)) {
          PostgresTables.makeSchema(statement);
          statement.execute(MAKE);
        }
        statement.execute(ADD_COLUMNS);
        String runs = PostgresTables.name(JournalTable.RUN);
        if (PostgresTables.there(statement, runs)) {
          PostgresTables.grantAs(statement, runs, NAME);
        }
      }
      jdbc.commit();
      jdbc.setAutoCommit(true);
    }
  }
}
