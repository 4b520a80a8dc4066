package dev.rehearsal.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The limit of what is local: each line of the log read and inserted into SQLite, once, as it is.
 */
final class RawJournal {
  private static final int BATCH = 2_000;

  private RawJournal() {}

  /** Lines a second, on one thread. */
  static double perSecond(Path log, Path database) throws IOException {
    long begun = System.nanoTime();
    long lines = 0;
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        Statement statement = connection.createStatement();
        BufferedReader in = Files.newBufferedReader(log)) {
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = NORMAL");
      statement.execute("CREATE TABLE line (number INTEGER PRIMARY KEY, body BLOB)");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO line VALUES (?, ?)")) {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          insert.setLong(1, ++lines);
          insert.setBytes(2, line.getBytes(StandardCharsets.UTF_8));
          insert.executeUpdate();
          if (lines % BATCH == 0) {
            connection.commit();
          }
        }
      }
      connection.commit();
    } catch (SQLException e) {
      throw new IOException(e);
    }
    return lines / ((System.nanoTime() - begun) / 1e9);
  }
}
