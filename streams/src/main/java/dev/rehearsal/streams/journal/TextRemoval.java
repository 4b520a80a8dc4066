package dev.rehearsal.streams.journal;

import dev.rehearsal.streams.journal.JournalTable.Column;
import dev.rehearsal.verdict.Reasons;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  private final PreparedStatement quotes;
  private final PreparedStatement verdict;
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
    quotes = search(JournalTable.VERDICT, "length(coalesce(evidence, reason)), NULL", QUOTING);
    verdict = row(JournalTable.VERDICT);
    prefix = row(JournalTable.PREFIX);
    prefixDeletion = connection.deleting(JournalTable.PREFIX_TEXT);
    replyDeletion = connection.deleting(JournalTable.REPLY_TEXT);
    prefixTombstones = connection.inserting(JournalTable.PREFIX_TEXT);
    replyTombstones = connection.inserting(JournalTable.REPLY_TEXT);
    unquoted = connection.replacing(JournalTable.VERDICT);
    renamed = connection.replacing(JournalTable.PREFIX);
  }

  /** What there still is to remove of an admission, added to {@code sum}. */
  PurgeRow find(long admission, PurgeRow sum) throws SQLException {
    return sum.plus(
        bytes(prefixTexts(admission)), bytes(replyTexts(admission)), bytes(quotes(admission)));
  }

  /** Removes it, and adds it to {@code sum}. */
  PurgeRow remove(long admission, PurgeRow sum) throws SQLException {
    List<Found> prefixes = prefixTexts(admission);
    List<Found> replies = replyTexts(admission);
    List<Found> verdicts = quotes(admission);
    byte[] tombstone = TextCodec.tombstone(sum.at());
    bury(prefixes, prefixDeletion, prefixTombstones, tombstone);
    bury(replies, replyDeletion, replyTombstones, tombstone);
    for (Found quoting : verdicts) {
      copy(JournalTable.VERDICT, verdict, quoting.id(), unquoted, UNQUOTED);
    }
    return sum.plus(bytes(prefixes), bytes(replies), bytes(verdicts));
  }

  /** Deleted first: SQLite joins pages that become empty then, and not when rows are replaced. */
  private static void bury(
      List<Found> texts, PreparedStatement deletion, RowWriter tombstones, byte[] tombstone)
      throws SQLException {
    for (Found text : texts) {
      deletion.setLong(1, text.id());
      deletion.executeUpdate();
      tombstones.integer(text.id()).bytes(tombstone).insert();
    }
  }

  /** Gives the user of an admission another name. */
  void rename(long admission, String pseudonym) throws SQLException {
    copy(
        JournalTable.PREFIX,
        prefix,
        admission,
        renamed,
        Map.of("user", user -> Optional.of(pseudonym)));
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

  private List<Found> prefixTexts(long admission) throws SQLException {
    return found(prefixTexts, admission, admission + 1);
  }

  private List<Found> replyTexts(long admission) throws SQLException {
    return found(replyTexts, Keys.firstReply(admission), Keys.firstReply(admission + 1));
  }

  private List<Found> quotes(long admission) throws SQLException {
    return found(quotes, Keys.firstVerdict(admission), Keys.firstVerdict(admission + 1));
  }

  /** Read to the end before anything is written into the same table. */
  private static List<Found> found(PreparedStatement search, long first, long end)
      throws SQLException {
    List<Found> found = new ArrayList<>();
    search.setLong(1, first);
    search.setLong(2, end);
    try (ResultSet results = search.executeQuery()) {
      while (results.next()) {
        byte[] beginning = results.getBytes(3);
        if (beginning == null || !TextCodec.isTombstone(beginning)) {
          found.add(new Found(results.getLong(1), results.getLong(2)));
        }
      }
    }
    return found;
  }

  private static List<Long> bytes(List<Found> texts) {
    return texts.stream().map(Found::bytes).toList();
  }

  /** Writes a row again, with other values in some columns. */
  private void copy(
      JournalTable table,
      PreparedStatement row,
      long id,
      RowWriter to,
      Map<String, UnaryOperator<Optional<String>>> changes)
      throws SQLException {
    row.setLong(1, id);
    try (ResultSet results = row.executeQuery()) {
      RowReader from = new RowReader(results, connection, table.sql());
      if (!from.next()) {
        throw connection.trouble().corrupt("table " + table.sql() + " has no row " + id);
      }
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
    }
    to.insert();
  }

  private PreparedStatement texts(JournalTable table) throws SQLException {
    return search(table, "length(body), substr(body, 1, 1)", "body IS NOT NULL");
  }

  private PreparedStatement search(JournalTable table, String lengthAndBeginning, String which)
      throws SQLException {
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT %1$s, %2$s FROM %3$s WHERE %1$s >= ? AND %1$s < ? AND %4$s"
                .formatted(table.key(), lengthAndBeginning, connection.rows(table), which));
  }

  private PreparedStatement row(JournalTable table) throws SQLException {
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT * FROM %s WHERE %s = ?".formatted(connection.rows(table), table.key()));
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
        List.of(prefixTexts, replyTexts, quotes, verdict, prefix, prefixDeletion, replyDeletion)) {
      statement.close();
    }
  }
}
