package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A small table of things that many rows refer to by a number: 0, 1, 2, … in the order in which
 * they came up. Owned by one thread.
 */
final class Interned<K> {
  /** (lane, sample). */
  record Slot(String lane, int sample) {}

  /** (category, grader fingerprint). */
  record Criterion(String category, String fingerprint) {}

  /** Writes or reads the columns of one kind of thing. */
  interface Columns<K> {
    void write(RowWriter row, K key) throws SQLException;

    K read(RowReader row) throws SQLException;
  }

  private static final Columns<String> NAME =
      new Columns<>() {
        @Override
        public void write(RowWriter row, String key) throws SQLException {
          row.text(key);
        }

        @Override
        public String read(RowReader row) throws SQLException {
          return row.text();
        }
      };
  private static final Columns<Slot> SLOT =
      new Columns<>() {
        @Override
        public void write(RowWriter row, Slot key) throws SQLException {
          row.text(key.lane()).integer(key.sample());
        }

        @Override
        public Slot read(RowReader row) throws SQLException {
          return new Slot(row.text(), (int) row.integer());
        }
      };
  private static final Columns<Criterion> CRITERION =
      new Columns<>() {
        @Override
        public void write(RowWriter row, Criterion key) throws SQLException {
          row.text(key.category()).text(key.fingerprint());
        }

        @Override
        public Criterion read(RowReader row) throws SQLException {
          return new Criterion(row.text(), row.text());
        }
      };

  private final JournalConnection connection;
  private final JournalTable table;
  private final int limit;
  private final Columns<K> columns;
  private final List<K> keys = new ArrayList<>();
  private final Map<K, Integer> numbers = new HashMap<>();

  private Interned(JournalConnection connection, JournalTable table, int limit, Columns<K> columns)
      throws SQLException {
    this.connection = connection;
    this.table = table;
    this.limit = limit;
    this.columns = columns;
    load();
  }

  static Interned<String> names(JournalConnection connection) throws SQLException {
    return new Interned<>(connection, JournalTable.NAME, Integer.MAX_VALUE, NAME);
  }

  static Interned<Slot> slots(JournalConnection connection) throws SQLException {
    return new Interned<>(connection, JournalTable.SLOT, 1 << Keys.SLOT_BITS, SLOT);
  }

  static Interned<Criterion> criteria(JournalConnection connection) throws SQLException {
    return new Interned<>(connection, JournalTable.CRITERION, 1 << Keys.CRITERION_BITS, CRITERION);
  }

  /** The number of {@code key}, given now if it has none. */
  int numberOf(K key) throws SQLException {
    Integer known = numbers.get(key);
    return known == null ? add(key) : known;
  }

  /** What {@code number} stands for; reads what was added since. */
  K get(long number) throws SQLException {
    if (number >= keys.size()) {
      load();
    }
    if (number < 0 || number >= keys.size()) {
      throw connection.trouble().corrupt("table " + table.sql() + " has no row " + number);
    }
    return keys.get((int) number);
  }

  private int add(K key) throws SQLException {
    int number = keys.size();
    if (number == limit) {
      throw RehearsalException.failed(
          connection.trouble().journal()
              + ": a run can have at most "
              + limit
              + " different "
              + (table == JournalTable.SLOT ? "lanes times samples" : "categories times graders")
              + "; start a new run with a smaller plan");
    }
    try (RowWriter row = connection.inserting(table)) {
      row.integer(number);
      columns.write(row, key);
      row.insert();
      row.flush();
    }
    keys.add(key);
    numbers.put(key, number);
    return number;
  }

  private void load() throws SQLException {
    try (Statement statement = connection.jdbc().createStatement();
        ResultSet results =
            statement.executeQuery(
                "SELECT * FROM "
                    + connection.rows(table)
                    + " WHERE id >= "
                    + keys.size()
                    + " ORDER BY id")) {
      RowReader row = new RowReader(results, connection, table.sql());
      while (row.next()) {
        row.integer();
        K key = columns.read(row);
        row.done();
        numbers.put(key, keys.size());
        keys.add(key);
      }
    }
  }
}
