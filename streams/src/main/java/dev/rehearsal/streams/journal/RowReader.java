package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Reads the columns of one row in the order in which {@link RowWriter} bound them. */
final class RowReader {
  private final ResultSet results;
  private final JournalConnection connection;
  private final String table;
  private final Sum sum = new Sum();
  private int column;

  RowReader(ResultSet results, JournalConnection connection, String table) {
    this.results = results;
    this.connection = connection;
    this.table = table;
  }

  boolean next() throws SQLException {
    column = 0;
    return results.next();
  }

  long integer() throws SQLException {
    long value = results.getLong(++column);
    sum.integer(value);
    return value;
  }

  /** Passes over a key that the database itself gave. */
  void assigned() {
    column++;
    sum.nothing();
  }

  OptionalLong optionalInteger() throws SQLException {
    long value = results.getLong(++column);
    if (value == 0 && results.wasNull()) {
      sum.nothing();
      return OptionalLong.empty();
    }
    sum.integer(value);
    return OptionalLong.of(value);
  }

  OptionalInt optionalInt() throws SQLException {
    OptionalLong value = optionalInteger();
    return value.isPresent() ? OptionalInt.of((int) value.getAsLong()) : OptionalInt.empty();
  }

  OptionalDouble optionalReal() throws SQLException {
    double value = results.getDouble(++column);
    if (value == 0 && results.wasNull()) {
      sum.nothing();
      return OptionalDouble.empty();
    }
    sum.integer(Double.doubleToLongBits(value));
    return OptionalDouble.of(value);
  }

  String text() throws SQLException {
    return optionalText().orElse("");
  }

  Optional<String> optionalText() throws SQLException {
    Optional<String> value = connection.text(results, ++column);
    value.ifPresentOrElse(sum::text, sum::nothing);
    return value;
  }

  byte[] bytes() throws SQLException {
    byte[] value = results.getBytes(++column);
    byte[] bytes = value == null ? new byte[0] : value;
    sum.bytes(bytes);
    return bytes;
  }

  Optional<Instant> optionalInstant() throws SQLException {
    OptionalLong second = optionalInteger();
    OptionalLong nano = optionalInteger();
    return second.isPresent()
        ? Optional.of(Instant.ofEpochSecond(second.getAsLong(), nano.orElse(0)))
        : Optional.empty();
  }

  /**
   * Ends a row.
   *
   * @throws RehearsalException when its columns are not the ones that were written
   */
  void done() throws SQLException {
    if (results.getInt(++column) != sum.take()) {
      throw connection.trouble().corrupt("a row of table " + table + " was altered");
    }
  }
}
