package dev.rehearsal.streams.source.format;

import java.util.Map;

/**
 * Turns the value of a message into a record of JSON, in one of the formats that a source reads.
 * Opened once for a source, asked on one thread at a time, and closed at its end.
 */
public interface ValueDecoder extends AutoCloseable {

  /**
   * Decodes one message; what it returns is read as a line of a log would be.
   *
   * @return JSON in UTF-8; not empty
   * @throws UndecodableException for a message that is no such value, which is then set aside and
   *     sent to the dead letters. Anything else that is thrown ends the run, which goes on at this
   *     message when it is started again: for what the message is not to blame for, such as a
   *     registry that does not answer
   */
  byte[] decode(Message message) throws UndecodableException;

  /** Frees what {@code open} took. */
  @Override
  default void close() {}

  /**
   * What there is to decode.
   *
   * @param topic where it stood
   * @param headers by name, the last of a name; values as they are
   * @param value as it is: neither empty by rule nor any text
   */
  record Message(String topic, Map<String, byte[]> headers, byte[] value) {
    public Message {
      headers = Map.copyOf(headers);
    }
  }
}
