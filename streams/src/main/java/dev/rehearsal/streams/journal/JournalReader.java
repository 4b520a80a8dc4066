package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The reading side of a journal; a run may be writing it at the same time. It keeps no transaction
 * open between calls. One thread at a time, except where a stored row says otherwise.
 */
public final class JournalReader implements AutoCloseable {
  private final JournalConnection connection;
  private final JournalText text;
  private final StoredRows rows;

  private JournalReader(JournalConnection connection) throws SQLException {
    this.connection = connection;
    this.text = new JournalText(connection);
    this.rows = new StoredRows(connection, text);
  }

  /**
   * Opens the journal of a run to read.
   *
   * @throws dev.rehearsal.RehearsalException when it is corrupt, not a journal, of a newer version,
   *     or cannot be read
   */
  public static JournalReader open(RunFolder folder) {
    JournalDatabase database = folder.database();
    try {
      return new JournalReader(database.read());
    } catch (SQLException e) {
      throw database.trouble().reading(e);
    }
  }

  /** The run's row. */
  public RunRow run() {
    return query(
            "SELECT * FROM " + connection.rows(JournalTable.RUN),
            JournalTable.RUN,
            row -> {
              row.integer();
              RunRow run =
                  new RunRow(
                      row.text(),
                      row.text(),
                      map(row.text(), JsonNode::asText),
                      map(row.text(), JsonNode::asText),
                      row.integer(),
                      RunStatus.valueOf(row.text()),
                      row.optionalInteger(),
                      map(row.text(), JsonNode::longValue),
                      map(row.text(), JsonNode::longValue),
                      row.optionalInstant().orElse(Instant.EPOCH),
                      row.optionalInstant());
              row.done();
              return run;
            })
        .stream()
        .findFirst()
        .orElseThrow(
            () ->
                lastAdmission() > 0
                    ? connection.trouble().corrupt("it has no run row")
                    : RehearsalException.badUsage(
                        connection.trouble().journal()
                            + " holds nothing: the run was killed before anything was journalled;"
                            + " start a new one"));
  }

  /** Whether it holds anything at all: false when the run was killed as it was made. */
  public boolean begun() {
    return lastAdmission() > 0
        || query(
                    "SELECT count(*) FROM " + connection.rows(JournalTable.RUN),
                    JournalTable.RUN,
                    RowReader::integer)
                .get(0)
            > 0;
  }

  /** How many admissions there are: the number of the last one, 0 for none. */
  public long lastAdmission() {
    return query(
            "SELECT max(number) FROM " + connection.rows(JournalTable.PREFIX),
            JournalTable.PREFIX,
            RowReader::integer)
        .get(0);
  }

  /**
   * All admissions from number {@code from} to the last that is there now, in order, each with its
   * replies and verdicts. Reads ahead by a fixed number of rows; memory does not grow.
   *
   * @throws dev.rehearsal.RehearsalException from the iterator when the journal is corrupt
   */
  public Iterator<Recovered> admissions(long from) {
    return new RecoveredRows(rows, connection.trouble(), Math.max(1, from), lastAdmission());
  }

  /** What was purged, in order. */
  public List<PurgeRow> purges() {
    try {
      return connection.has(JournalTable.PURGE)
          ? query(inOrder(JournalTable.PURGE), JournalTable.PURGE, JournalReader::purge)
          : List.of();
    } catch (SQLException e) {
      throw connection.trouble().reading(e);
    }
  }

  private static PurgeRow purge(RowReader row) throws SQLException {
    row.integer();
    PurgeRow purge =
        new PurgeRow(
            row.optionalInstant().orElse(Instant.EPOCH),
            row.text(),
            row.integer(),
            row.integer(),
            row.integer(),
            row.integer(),
            row.integer());
    row.done();
    return purge;
  }

  /** What the journalled replies took, by lane. */
  public Map<String, Spent> spent() {
    Map<String, Spent> spent = new TreeMap<>();
    query(
            "SELECT id & "
                + ((1 << Keys.SLOT_BITS) - 1)
                + " AS slot, count(*), sum(attempts), coalesce(sum(input_tokens), 0),"
                + " coalesce(sum(output_tokens), 0), coalesce(sum(CAST(usd AS numeric)), 0) FROM "
                + connection.rows(JournalTable.REPLY)
                + " GROUP BY slot",
            JournalTable.REPLY,
            row -> Map.entry(rows.slot(row.integer()).lane(), spent(row)))
        .forEach(lane -> spent.merge(lane.getKey(), lane.getValue(), Spent::plus));
    return spent;
  }

  /** The lanes that have a reply. */
  public Set<String> lanes() {
    Set<String> lanes = new TreeSet<>();
    each(
        inOrder(JournalTable.SLOT),
        JournalTable.SLOT,
        row -> {
          row.integer();
          String lane = row.text();
          row.integer();
          row.done();
          return lane;
        },
        lanes::add);
    return lanes;
  }

  /** By category, the fingerprints of the graders that gave a verdict, in the order they came. */
  public Map<String, List<String>> graders() {
    Map<String, List<String>> graders = new TreeMap<>();
    each(
        inOrder(JournalTable.CRITERION),
        JournalTable.CRITERION,
        row -> {
          row.integer();
          Map.Entry<String, String> criterion = Map.entry(row.text(), row.text());
          row.done();
          return criterion;
        },
        c -> graders.computeIfAbsent(c.getKey(), id -> new ArrayList<>()).add(c.getValue()));
    return graders;
  }

  /** The last look; empty before the first. */
  public Optional<LookRow> lastLook() {
    return looks("ORDER BY watermark DESC LIMIT 1").stream().findFirst();
  }

  /** How many looks there are. */
  public long lookCount() {
    return query(
            "SELECT count(*) FROM " + connection.rows(JournalTable.LOOK),
            JournalTable.LOOK,
            RowReader::integer)
        .get(0);
  }

  /** All looks in order. */
  public List<LookRow> looks() {
    return looks("ORDER BY watermark");
  }

  /** Everything that happened, in order. */
  public List<EventRow> events() {
    List<EventRow> all = new ArrayList<>();
    each(inOrder(JournalTable.EVENT), JournalTable.EVENT, JournalReader::event, all::add);
    return all;
  }

  /** Hands over what happened of one kind, in order, one at a time: there may be many. */
  public void events(String kind, Consumer<EventRow> consumer) {
    each(
        inOrder(JournalTable.EVENT),
        JournalTable.EVENT,
        JournalReader::event,
        event -> {
          if (event.kind().equals(kind)) {
            consumer.accept(event);
          }
        });
  }

  private static EventRow event(RowReader row) throws SQLException {
    row.assigned();
    EventRow event =
        new EventRow(row.optionalInstant().orElse(Instant.EPOCH), row.text(), row.text());
    row.done();
    return event;
  }

  private List<LookRow> looks(String order) {
    return query(
        "SELECT * FROM " + connection.rows(JournalTable.LOOK) + " " + order,
        JournalTable.LOOK,
        row -> {
          long watermark = row.integer();
          byte[] packed = row.bytes();
          row.done();
          return new LookRow(watermark, text.plain(packed));
        });
  }

  private static Spent spent(RowReader row) throws SQLException {
    return new Spent(
        row.integer(), row.integer(), row.integer(), row.integer(), row.optionalReal().orElse(0));
  }

  private String inOrder(JournalTable table) {
    return "SELECT * FROM " + connection.rows(table) + " ORDER BY " + table.key();
  }

  private interface Read<T> {
    T from(RowReader row) throws SQLException;
  }

  private <T> List<T> query(String sql, JournalTable table, Read<T> read) {
    List<T> all = new ArrayList<>();
    each(sql, table, read, all::add);
    return all;
  }

  private <T> void each(String sql, JournalTable table, Read<T> read, Consumer<T> consumer) {
    try (Statement statement = connection.jdbc().createStatement();
        ResultSet results = statement.executeQuery(sql)) {
      RowReader row = new RowReader(results, connection, table.sql());
      while (row.next()) {
        consumer.accept(read.from(row));
      }
    } catch (SQLException e) {
      throw connection.trouble().reading(e);
    }
  }

  private <V> Map<String, V> map(String json, Function<JsonNode, V> value) {
    return rows.map(json, value);
  }

  @Override
  public void close() {
    try {
      text.close();
      connection.close();
    } catch (SQLException e) {
      throw connection.trouble().reading(e);
    }
  }
}
