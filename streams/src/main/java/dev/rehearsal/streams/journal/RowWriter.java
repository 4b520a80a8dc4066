package dev.rehearsal.streams.journal;

import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Binds the columns of one insert in order, and the row's sum after them. */
final class RowWriter implements AutoCloseable {
  private final PreparedStatement statement;
  private final Sum sum = new Sum();
  private int column;

  RowWriter(PreparedStatement statement) {
    this.statement = statement;
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

  /** Text; UTF-16 bytes when it holds half a surrogate pair, which UTF-8 cannot. */
  RowWriter text(String value) throws SQLException {
    if (wellFormed(value)) {
      statement.setString(++column, value);
    } else {
      statement.setBytes(++column, utf16(value));
    }
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

  /** Inserts the row; false when its key is there already and nothing changed. */
  boolean insert() throws SQLException {
    statement.setInt(++column, sum.take());
    column = 0;
    return statement.executeUpdate() == 1;
  }

  @Override
  public void close() throws SQLException {
    statement.close();
  }

  private static byte[] utf16(String value) {
    byte[] bytes = new byte[value.length() * 2];
    for (int i = 0; i < value.length(); i++) {
      bytes[2 * i] = (byte) (value.charAt(i) >> 8);
      bytes[2 * i + 1] = (byte) value.charAt(i);
    }
    return bytes;
  }

  private static boolean wellFormed(String value) {
    for (int i = 0; i < value.length(); i++) {
      if (Character.isSurrogate(value.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(value);
      }
    }
    return true;
  }
}
