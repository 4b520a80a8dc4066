package dev.rehearsal.streams.journal;

import dev.rehearsal.streams.journal.JournalTable.Column;
import dev.rehearsal.verdict.Reasons;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Puts a tombstone where each text of an admission stands, and takes the quotes out of its
 * verdicts; all else stays as it is. Owned by one thread; what it writes is there after {@link
 * #flush} and a commit.
 */
final class TextRemoval implements AutoCloseable {
  /** A column, and what becomes of it. */
  private static final Map<String, UnaryOperator<Optional<String>>> UNQUOTED =
      Map.of(
          "evidence",
          quotes -> Optional.empty(),
          "reason",
          reason -> reason.map(r -> Reasons.ours().contains(r) ? r : Reasons.REASON_PURGED));

  /** Verdicts that say something in the words of the text, or of a program that has seen it. */
  private static final String QUOTING =
      "(evidence IS NOT NULL OR kind = %d AND reason NOT IN (%s))"
          .formatted(
              JournalTables.UNGRADED,
              Reasons.ours().stream()
                  .sorted()
                  .map(reason -> "'" + reason + "'")
                  .collect(Collectors.joining(", ")));

  private final JournalConnection connection;
  private final PreparedStatement prefixTexts;
  private final PreparedStatement replyTexts;
  private final PreparedStatement quoting;
  private final PreparedStatement prefix;
  private final PreparedStatement prefixDeletion;
  private final PreparedStatement replyDeletion;
  private final RowWriter prefixTombstones;
  private final RowWriter replyTombstones;
  private final RowWriter unquoted;
  private final RowWriter renamed;

  /** A text that is there, and how long it is as it lies there. */
  private record Found(long id, long bytes) {}

  TextRemoval(JournalConnection connection) throws SQLException {
    this.connection = connection;
    prefixTexts = texts(JournalTable.PREFIX_TEXT);
    replyTexts = texts(JournalTable.REPLY_TEXT);
    quoting =
        search(
            JournalTable.VERDICT, "*, octet_length(coalesce(evidence, reason)) AS quoted", QUOTING);
    prefix = search(JournalTable.PREFIX, "*", "TRUE");
    prefixDeletion = connection.deleting(JournalTable.PREFIX_TEXT);
    replyDeletion = connection.deleting(JournalTable.REPLY_TEXT);
    prefixTombstones = connection.inserting(JournalTable.PREFIX_TEXT);
    replyTombstones = connection.inserting(JournalTable.REPLY_TEXT);
    unquoted = connection.replacing(JournalTable.VERDICT);
    renamed = connection.replacing(JournalTable.PREFIX);
  }

  /** What there still is to remove of an admission, added to {@code sum}. */
  PurgeRow find(long admission, PurgeRow sum) throws SQLException {
    List<Long> verdicts = new ArrayList<>();
    quotes(admission, admission, (quote, bytes) -> verdicts.add(bytes));
    return sum.plus(
        bytes(prefixTexts(admission, admission)),
        bytes(replyTexts(admission, admission)),
        verdicts);
  }

  /** Removes it, and adds it to {@code sum}. */
  PurgeRow remove(long admission, PurgeRow sum) throws SQLException {
    return remove(List.of(admission), sum.at(), sum);
  }

  /**
   * Removes what there is of some admissions, in as many turns to a server as for one.
   *
   * @param admissions in ascending order, near to each other: what is between is looked at
   * @param at which the tombstones bear
   */
  PurgeRow remove(List<Long> admissions, Instant at, PurgeRow sum) throws SQLException {
    if (admissions.isEmpty()) {
      return sum;
    }
    Set<Long> chosen = Set.copyOf(admissions);
    long first = admissions.get(0);
    long last = admissions.get(admissions.size() - 1);
    List<Found> prefixes = prefixTexts(first, last);
    prefixes.removeIf(text -> !chosen.contains(text.id()));
    List<Found> replies = replyTexts(first, last);
    replies.removeIf(text -> !chosen.contains(Keys.admissionOfReply(text.id())));
    byte[] tombstone = TextCodec.tombstone(at);
    bury(prefixes, prefixDeletion, prefixTombstones, tombstone);
    bury(replies, replyDeletion, replyTombstones, tombstone);
    List<Long> verdicts = new ArrayList<>();
    quotes(
        first,
        last,
        (quote, bytes) -> {
          if (chosen.contains(Keys.admissionOfReply(Keys.replyOfVerdict(quote.getLong(1))))) {
            copy(JournalTable.VERDICT, quote, unquoted, UNQUOTED);
            verdicts.add(bytes);
          }
        });
    return sum.plus(bytes(prefixes), bytes(replies), verdicts);
  }

  /** Deleted first: SQLite joins pages that become empty then, and not when rows are replaced. */
  private static void bury(
      List<Found> texts, PreparedStatement deletion, RowWriter tombstones, byte[] tombstone)
      throws SQLException {
    if (texts.isEmpty()) {
      return;
    }
    for (Found text : texts) {
      deletion.setLong(1, text.id());
      deletion.addBatch();
    }
    deletion.executeBatch();
    for (Found text : texts) {
      tombstones.integer(text.id()).bytes(tombstone).insert();
    }
  }

  /** Gives the user of an admission another name. */
  void rename(long admission, String pseudonym) throws SQLException {
    prefix.setLong(1, admission);
    prefix.setLong(2, admission + 1);
    try (ResultSet row = prefix.executeQuery()) {
      if (!row.next()) {
        throw connection.trouble().corrupt("table prefix has no row " + admission);
      }
      copy(JournalTable.PREFIX, row, renamed, Map.of("user", user -> Optional.of(pseudonym)));
    }
  }

  /** Writes the row that stands for all, in place of one with its number. */
  void write(long number, PurgeRow row) throws SQLException {
    try (RowWriter writer = connection.replacing(JournalTable.PURGE)) {
      writer
          .integer(number)
          .instant(Optional.of(row.at()))
          .text(row.selector())
          .integer(row.through())
          .integer(row.prefixes())
          .integer(row.replies())
          .integer(row.verdicts())
          .integer(row.bytes())
          .insert();
      writer.flush();
    }
  }

  /** The number of the next such row. */
  long nextNumber() throws SQLException {
    return most("id") + 1;
  }

  /** No admission up to this one has text. */
  long through() throws SQLException {
    return most("through");
  }

  private long most(String column) throws SQLException {
    try (PreparedStatement most =
            connection
                .jdbc()
                .prepareStatement(
                    "SELECT max(%s) FROM %s"
                        .formatted(column, connection.rows(JournalTable.PURGE)));
        ResultSet results = most.executeQuery()) {
      return results.next() ? results.getLong(1) : 0;
    }
  }

  /** Sends what waits; the caller commits. */
  void flush() throws SQLException {
    for (RowWriter writer : writers()) {
      writer.flush();
    }
  }

  private List<Found> prefixTexts(long first, long last) throws SQLException {
    return found(prefixTexts, first, last + 1);
  }

  private List<Found> replyTexts(long first, long last) throws SQLException {
    return found(replyTexts, Keys.firstReply(first), Keys.firstReply(last + 1));
  }

  private static List<Found> found(PreparedStatement search, long first, long end)
      throws SQLException {
    List<Found> found = new ArrayList<>();
    search.setLong(1, first);
    search.setLong(2, end);
    try (ResultSet results = search.executeQuery()) {
      while (results.next()) {
        byte[] mayBeTombstone = results.getBytes(3);
        if (mayBeTombstone == null || !TextCodec.isTombstone(mayBeTombstone)) {
          found.add(new Found(results.getLong(1), results.getLong(2)));
        }
      }
    }
    return found;
  }

  /** Takes a row with a quote, and how long that is. */
  private interface Quote {
    void found(ResultSet row, long bytes) throws SQLException;
  }

  private void quotes(long first, long last, Quote quote) throws SQLException {
    quoting.setLong(1, Keys.firstVerdict(first));
    quoting.setLong(2, Keys.firstVerdict(last + 1));
    try (ResultSet row = quoting.executeQuery()) {
      while (row.next()) {
        quote.found(row, row.getLong("quoted"));
      }
    }
  }

  private static List<Long> bytes(List<Found> texts) {
    return texts.stream().map(Found::bytes).toList();
  }

  /** Writes the row at hand again, with other values in some columns. */
  private void copy(
      JournalTable table,
      ResultSet row,
      RowWriter to,
      Map<String, UnaryOperator<Optional<String>>> changes)
      throws SQLException {
    RowReader from = new RowReader(row, connection, table.sql());
    List<Column> columns = table.columns();
    for (Column column : columns.subList(0, columns.size() - 1)) {
      UnaryOperator<Optional<String>> change = changes.get(column.name());
      if (change == null) {
        JournalCopy.copy(from, to, column);
      } else {
        to.text(change.apply(from.optionalText()));
      }
    }
    from.done();
    to.insert();
  }

  /** Of a text only what may be a tombstone is read. */
  private PreparedStatement texts(JournalTable table) throws SQLException {
    return search(
        table,
        "%s, length(body), CASE WHEN length(body) = %d THEN body END"
            .formatted(table.key(), TextCodec.TOMBSTONE_BYTES),
        "body IS NOT NULL");
  }

  private PreparedStatement search(JournalTable table, String columns, String which)
      throws SQLException {
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT %2$s FROM %3$s WHERE %1$s >= ? AND %1$s < ? AND %4$s"
                .formatted(table.key(), columns, connection.rows(table), which));
  }

  private List<RowWriter> writers() {
    return List.of(prefixTombstones, replyTombstones, unquoted, renamed);
  }

  @Override
  public void close() throws SQLException {
    for (RowWriter writer : writers()) {
      writer.close();
    }
    for (PreparedStatement statement :
        List.of(prefixTexts, replyTexts, quoting, prefix, prefixDeletion, replyDeletion)) {
      statement.close();
    }
  }
}
