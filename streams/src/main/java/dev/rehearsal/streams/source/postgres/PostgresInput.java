package dev.rehearsal.streams.source.postgres;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.postgres.PostgresServer;
import dev.rehearsal.streams.source.Line;
import dev.rehearsal.streams.source.LogInput;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a query, as they are in one snapshot of the database, a few in memory at a time. The
 * server makes JSON of a row that has several columns; one column alone is the record itself.
 */
final class PostgresInput implements LogInput {
  private static final String NAME = "postgresql";

  /** Before the query where it stands inside another; the new line ends no comment of ours. */
  private static final String COLUMNS = "SELECT * FROM (\n";

  private static final String ROWS = "SELECT row_to_json(rehearsal_row)::text FROM (\n";
  private static final String AFTER = "\n) AS rehearsal_row";

  private static final Set<Integer> NEVER_JSON =
      Set.of(
          Types.BIT,
          Types.BOOLEAN,
          Types.SMALLINT,
          Types.INTEGER,
          Types.BIGINT,
          Types.REAL,
          Types.DOUBLE,
          Types.NUMERIC,
          Types.DATE,
          Types.TIME,
          Types.TIMESTAMP,
          Types.BINARY);

  private final PostgresSettings settings;

  PostgresInput(PostgresSettings settings) {
    this.settings = settings;
  }

  @Override
  public String origin() {
    return settings.origin();
  }

  @Override
  public List<String> parts() {
    return List.of(NAME);
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public void each(int part, Consumer<Line> use) {
    Row row = new Row();
    try (Connection connection = settings.server().connect(settings.timeout())) {
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setReadOnly(true);
      connection.setAutoCommit(false); // else the driver holds the whole result
      String sql = statement(connection);
      try (Statement statement = connection.createStatement()) {
        statement.setFetchSize(settings.fetchSize());
        try (ResultSet results = statement.executeQuery(sql)) {
          while (results.next()) {
            row.take(results.getString(1));
            if (!row.blank()) {
              use.accept(row);
            }
          }
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw trouble(e, row.number());
    }
  }

  /** What to run: the query itself, or around it what makes one column of several. */
  private String statement(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet none = statement.executeQuery(COLUMNS + settings.query() + AFTER + " LIMIT 0")) {
      ResultSetMetaData columns = none.getMetaData();
      Set<String> names = new HashSet<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        if (!names.add(columns.getColumnLabel(i))) {
          throw wrong(
              "gives two columns named "
                  + columns.getColumnLabel(i)
                  + "; rename one of them with AS");
        }
      }
      if (names.isEmpty()) {
        throw wrong("gives no column; select the one that holds the record, or several");
      }
      if (names.size() > 1) {
        return ROWS + settings.query() + AFTER;
      }
      if (NEVER_JSON.contains(columns.getColumnType(1))) {
        throw wrong(
            "gives one column, %s, of type %s: one column must hold whole records as JSON; select more columns, such as id and messages"
                .formatted(columns.getColumnLabel(1), columns.getColumnTypeName(1)));
      }
      return settings.query();
    }
  }

  private RehearsalException wrong(String what) {
    return RehearsalException.badUsage(settings.origin() + ": the query " + what);
  }

  private RehearsalException trouble(SQLException e, long row) {
    String state = PostgresServer.state(e);
    String said = PostgresServer.said(e);
    if (row == 0 && (state.startsWith("42") || state.startsWith("0A"))) {
      int at = PostgresServer.position(e) - COLUMNS.length();
      return RehearsalException.badUsage(
          "%s: PostgreSQL cannot run the query: %s%s; mend source.query"
              .formatted(
                  settings.origin(), said, at > 0 ? " (character " + at + " of the query)" : ""));
    }
    String advice =
        switch (state) {
          case "57014" ->
              "an answer took longer than query-timeout = "
                  + settings.timeout().toMillis()
                  + " ms; raise it, or make the query lighter";
          case "25006" -> "the query writes, and a source only reads; take that out";
          default ->
              state.startsWith("22")
                  ? "a value of this row is not of the type that the query casts it to; mend"
                      + " source.query"
                  : "check that the server is up and reachable, then try again";
        };
    return RehearsalException.failed(
        "%s: reading %s stopped after row %d: %s. PostgreSQL says: %s. Nothing after it can be read, so nothing was sampled"
            .formatted(settings.origin(), settings.server().shown(), row, advice, said),
        e);
  }

  /** One row as a line of JSON. */
  private final class Row implements Line {
    private byte[] bytes = new byte[0];
    private boolean blank;
    private long number;

    void take(@Nullable String json) {
      String text = json == null ? "null" : json; // which is no record, and is set aside as such
      blank = text.isBlank();
      bytes = text.getBytes(StandardCharsets.UTF_8);
      number++;
    }

    boolean blank() {
      return blank;
    }

    @Override
    public byte[] bytes() {
      return bytes;
    }

    @Override
    public int length() {
      return bytes.length;
    }

    @Override
    public boolean tooLong() {
      return bytes.length > settings.records().maxLineBytes();
    }

    @Override
    public long number() {
      return number;
    }
  }
}
