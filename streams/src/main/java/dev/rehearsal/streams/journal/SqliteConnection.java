package dev.rehearsal.streams.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A connection to the file that is the journal of one run. */
final class SqliteConnection implements JournalConnection {
  private final Connection jdbc;
  private final JournalTrouble trouble;

  /** The driver's own commit compiles its two statements anew each time: a fifth of all work. */
  private @Nullable PreparedStatement commit;

  private @Nullable PreparedStatement begin;
  private @Nullable PreparedStatement size;

  SqliteConnection(Connection jdbc, JournalTrouble trouble) {
    this.jdbc = jdbc;
    this.trouble = trouble;
  }

  @Override
  public Connection jdbc() {
    return jdbc;
  }

  @Override
  public JournalTrouble trouble() {
    return trouble;
  }

  @Override
  public String rows(JournalTable table) {
    return table.sql();
  }

  @Override
  public OptionalLong bytes() throws SQLException {
    if (size == null) {
      size =
          jdbc.prepareStatement(
              "SELECT (page_count - freelist_count) * page_size"
                  + " FROM pragma_page_count, pragma_freelist_count, pragma_page_size");
    }
    try (ResultSet results = size.executeQuery()) {
      return results.next() ? OptionalLong.of(results.getLong(1)) : OptionalLong.empty();
    }
  }

  @Override
  public boolean has(JournalTable table) throws SQLException {
    try (PreparedStatement statement =
        jdbc.prepareStatement("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?")) {
      statement.setString(1, table.sql());
      try (ResultSet results = statement.executeQuery()) {
        return results.next();
      }
    }
  }

  @Override
  public RowWriter inserting(JournalTable table) throws SQLException {
    return writer("INSERT OR IGNORE INTO ", table, RowWriter.Mode.EACH);
  }

  /** Together, so that rows can be replaced while they are read. */
  @Override
  public RowWriter replacing(JournalTable table) throws SQLException {
    return writer("REPLACE INTO ", table, RowWriter.Mode.TOGETHER);
  }

  @Override
  public PreparedStatement deleting(JournalTable table) throws SQLException {
    return jdbc.prepareStatement("DELETE FROM %s WHERE %s = ?".formatted(table.sql(), table.key()));
  }

  /** As UTF-16 bytes when it holds half a surrogate pair, which UTF-8 cannot. */
  @Override
  public void bind(PreparedStatement statement, int column, String text) throws SQLException {
    if (Utf8.holds(text)) {
      statement.setString(column, text);
    } else {
      statement.setBytes(column, utf16(text));
    }
  }

  @Override
  public Optional<String> text(ResultSet results, int column) throws SQLException {
    Object value = results.getObject(column);
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(value instanceof byte[] utf16 ? chars(utf16) : value.toString());
  }

  @Override
  public void commit() throws SQLException {
    if (commit == null || begin == null) {
      commit = jdbc.prepareStatement("COMMIT");
      begin = jdbc.prepareStatement("BEGIN");
    }
    commit.executeUpdate();
    begin.executeUpdate();
  }

  /** Does not wait for those who read: the writer has other things to do. */
  @Override
  public boolean emptyLog() throws SQLException {
    try (Statement statement = jdbc.createStatement()) {
      statement.execute("COMMIT");
      statement.execute("PRAGMA busy_timeout = 0");
      boolean emptied;
      try (ResultSet results = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
        emptied = results.next() && results.getInt(1) == 0;
      }
      statement.execute("PRAGMA busy_timeout = " + SqliteDatabase.BUSY_MILLIS);
      statement.execute("BEGIN");
      return emptied;
    }
  }

  @Override
  public void rollback() throws SQLException {
    jdbc.rollback();
  }

  @Override
  public void close() throws SQLException {
    if (commit != null && begin != null) {
      commit.close();
      begin.close();
    }
    if (size != null) {
      size.close();
    }
    jdbc.close();
  }

  private RowWriter writer(String verb, JournalTable table, RowWriter.Mode mode)
      throws SQLException {
    String marks = "?" + ", ?".repeat(table.columns().size() - 1);
    return new RowWriter(
        this, jdbc.prepareStatement(verb + table.sql() + " VALUES (" + marks + ")"), mode);
  }

  private static byte[] utf16(String value) {
    byte[] bytes = new byte[value.length() * 2];
    for (int i = 0; i < value.length(); i++) {
      bytes[2 * i] = (byte) (value.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) value.charAt(i);
    }
    return bytes;
  }

  private static String chars(byte[] utf16) {
    char[] chars = new char[utf16.length / 2];
    for (int i = 0; i < chars.length; i++) {
      chars[i] = (char) (utf16[2 * i] << 8 | utf16[2 * i + 1] & 0xff);
    }
    return new String(chars);
  }
}
