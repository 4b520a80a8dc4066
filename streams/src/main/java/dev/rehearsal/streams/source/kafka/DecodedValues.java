package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.UndecodableException;
import dev.rehearsal.streams.source.format.UnusableException;
import dev.rehearsal.streams.source.format.ValueDecoder;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The JSON of messages, by a decoder. One message after the other. */
record DecodedValues(ValueDecoder decoder) implements AutoCloseable {
  private static final byte[] NONE = {};

  /** The JSON of one message. */
  byte[] of(ConsumerRecord<byte[], byte[]> record) throws UnusableException {
    if (record.value() == null) {
      throw new UnusableException(Reason.NO_VALUE, "");
    }
    Map<String, byte[]> headers = new HashMap<>();
    record
        .headers()
        .forEach(
            header -> headers.put(header.key(), header.value() == null ? NONE : header.value()));
    try {
      return decoder.decode(new ValueDecoder.Message(record.topic(), headers, record.value()));
    } catch (UndecodableException e) {
      throw new UnusableException(Reason.NOT_DECODED, String.valueOf(e.getMessage()));
    }
  }

  @Override
  public void close() {
    decoder.close();
  }
}
