package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Reads and unpacks text when it is asked for. Thread-safe: one caller at a time. */
final class JournalText implements AutoCloseable {
  private final JournalConnection connection;
  private final ReentrantLock lock = new ReentrantLock();
  private final TextCodec codec = new TextCodec();
  private final PreparedStatement prefix;
  private final PreparedStatement reply;

  JournalText(JournalConnection connection) throws SQLException {
    this.connection = connection;
    prefix = byKey(connection, JournalTable.PREFIX_TEXT);
    reply = byKey(connection, JournalTable.REPLY_TEXT);
  }

  Held<Prefix> prefix(long number, String conversationId, int cutAt) {
    return read(prefix, number, packed -> codec.prefix(packed, conversationId, cutAt));
  }

  Held<Optional<Reply>> recordedReply(long number) {
    return read(prefix, number, codec::recordedReply);
  }

  Held<List<JsonNode>> messages(long replyId) {
    return read(reply, replyId, codec::messages);
  }

  /** Unpacks plain text. */
  String plain(byte[] packed) {
    lock.lock();
    try {
      return new String(codec.unpackBytes(packed), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw connection.trouble().corrupt("a text cannot be unpacked", e);
    } finally {
      lock.unlock();
    }
  }

  private static PreparedStatement byKey(JournalConnection connection, JournalTable table)
      throws SQLException {
    return connection
        .jdbc()
        .prepareStatement(
            "SELECT * FROM %s WHERE %s = ?".formatted(connection.rows(table), table.key()));
  }

  private interface Unpack<T> {
    T from(byte[] packed) throws IOException;
  }

  private <T> Held<T> read(PreparedStatement statement, long id, Unpack<T> unpack) {
    lock.lock();
    try {
      statement.setLong(1, id);
      try (ResultSet results = statement.executeQuery()) {
        RowReader row = new RowReader(results, connection, "text");
        if (!row.next()) {
          throw connection.trouble().corrupt("the text of row " + id + " is not there");
        }
        row.integer();
        byte[] packed = row.bytes();
        row.done();
        Optional<Instant> purged = TextCodec.purgedAt(packed);
        return purged.isPresent()
            ? new Held.Purged<>(purged.get())
            : new Held.There<>(unpack.from(packed));
      }
    } catch (SQLException e) {
      throw connection.trouble().reading(e);
    } catch (IOException e) {
      throw connection.trouble().corrupt("the text of row " + id + " cannot be unpacked", e);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws SQLException {
    lock.lock();
    try {
      codec.close();
      prefix.close();
      reply.close();
    } finally {
      lock.unlock();
    }
  }
}
