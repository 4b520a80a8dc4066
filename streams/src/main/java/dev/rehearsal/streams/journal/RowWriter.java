package dev.rehearsal.streams.journal;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Binds the columns of one insert in order, and the row's sum after them. */
final class RowWriter implements AutoCloseable {
  /** When rows are sent to the database. */
  enum Mode {
    /** Each at once. */
    EACH,
    /** All that wait, together: on the way to a server each would cost a turn. */
    TOGETHER
  }

  /** What else is to be written once a row was new. */
  interface Then {
    void write() throws SQLException;
  }

  private final JournalConnection connection;
  private final PreparedStatement statement;
  private final Mode mode;
  private final Sum sum = new Sum();
  private final List<Then> waiting = new ArrayList<>();
  private int column;

  RowWriter(JournalConnection connection, PreparedStatement statement, Mode mode) {
    this.connection = connection;
    this.statement = statement;
    this.mode = mode;
  }

  RowWriter integer(long value) throws SQLException {
    statement.setLong(++column, value);
    sum.integer(value);
    return this;
  }

  RowWriter integer(OptionalLong value) throws SQLException {
    return value.isPresent() ? integer(value.getAsLong()) : nothing();
  }

  RowWriter integer(OptionalInt value) throws SQLException {
    return value.isPresent() ? integer(value.getAsInt()) : nothing();
  }

  RowWriter real(OptionalDouble value) throws SQLException {
    if (value.isEmpty()) {
      return nothing();
    }
    statement.setDouble(++column, value.getAsDouble());
    sum.integer(Double.doubleToLongBits(value.getAsDouble()));
    return this;
  }

  RowWriter text(String value) throws SQLException {
    connection.bind(statement, ++column, value);
    sum.text(value);
    return this;
  }

  RowWriter text(Optional<String> value) throws SQLException {
    return value.isPresent() ? text(value.get()) : nothing();
  }

  RowWriter bytes(byte[] value) throws SQLException {
    statement.setBytes(++column, value);
    sum.bytes(value);
    return this;
  }

  RowWriter instant(Optional<Instant> value) throws SQLException {
    return value.isPresent()
        ? integer(value.get().getEpochSecond()).integer(value.get().getNano())
        : nothing().nothing();
  }

  RowWriter nothing() throws SQLException {
    statement.setObject(++column, null);
    sum.nothing();
    return this;
  }

  /** Inserts the row. */
  void insert() throws SQLException {
    insert(() -> {});
  }

  /** Inserts the row; {@code then} follows unless its key is there already and nothing changed. */
  void insert(Then then) throws SQLException {
    statement.setInt(++column, sum.take());
    column = 0;
    if (mode == Mode.TOGETHER) {
      statement.addBatch();
      waiting.add(then);
    } else if (statement.executeUpdate() == 1) {
      then.write();
    }
  }

  /** Sends what still waits. */
  void flush() throws SQLException {
    if (waiting.isEmpty()) {
      return;
    }
    int[] changed = statement.executeBatch();
    List<Then> sent = List.copyOf(waiting);
    waiting.clear();
    for (int i = 0; i < changed.length; i++) {
      if (changed[i] == 1) {
        sent.get(i).write();
      }
    }
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }
}
