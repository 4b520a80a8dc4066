package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** Reads and unpacks text when it is asked for. Thread-safe: one caller at a time. */
final class JournalText implements AutoCloseable {
  private final Path journal;
  private final ReentrantLock lock = new ReentrantLock();
  private final TextCodec codec = new TextCodec();
  private final PreparedStatement prefix;
  private final PreparedStatement reply;

  JournalText(Connection connection, Path journal) throws SQLException {
    this.journal = journal;
    prefix = connection.prepareStatement("SELECT * FROM prefix_text WHERE number = ?");
    reply = connection.prepareStatement("SELECT * FROM reply_text WHERE id = ?");
  }

  Prefix prefix(long number, String conversationId, int cutAt) {
    return read(prefix, number, packed -> codec.prefix(packed, conversationId, cutAt));
  }

  Optional<Reply> recordedReply(long number) {
    return read(prefix, number, codec::recordedReply);
  }

  List<JsonNode> messages(long replyId) {
    return read(reply, replyId, codec::messages);
  }

  /** Unpacks plain text. */
  String plain(byte[] packed) {
    lock.lock();
    try {
      return new String(codec.unpackBytes(packed), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw JournalTrouble.corrupt(journal, "a text cannot be unpacked", e);
    } finally {
      lock.unlock();
    }
  }

  private interface Unpack<T> {
    T from(byte[] packed) throws IOException;
  }

  private <T> T read(PreparedStatement statement, long id, Unpack<T> unpack) {
    lock.lock();
    try {
      statement.setLong(1, id);
      try (ResultSet results = statement.executeQuery()) {
        RowReader row = new RowReader(results, journal, "text");
        if (!row.next()) {
          throw RehearsalException.failed(
              journal + ": the text of row " + id + " is not there; was it purged?");
        }
        row.integer();
        byte[] packed = row.bytes();
        row.done();
        return unpack.from(packed);
      }
    } catch (SQLException e) {
      throw JournalTrouble.reading(journal, e);
    } catch (IOException e) {
      throw JournalTrouble.corrupt(journal, "the text of row " + id + " cannot be unpacked", e);
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
