package dev.rehearsal.examples.decoder;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rehearsal.streams.source.format.UndecodableException;
import dev.rehearsal.streams.source.format.ValueDecoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * A zero byte, the schema's number in four, then the record in Avro's binary form: the layout that
 * clients of schema registries write.
 */
final class AvroDecoder implements ValueDecoder {
  private static final int HEADER = 5;

  /** Avro makes room for a length before it finds that the message is shorter: 16 MiB at most. */
  private static final int MOST_BYTES = 1 << 24;

  private static final int MOST_ITEMS = 1 << 20;

  static {
    limit("bytes.maxLength", MOST_BYTES);
    limit("string.maxLength", MOST_BYTES);
    limit("collectionItems.maxLength", MOST_ITEMS);
  }

  private final Schemas schemas;
  private final ObjectMapper json = new ObjectMapper();
  private final Map<Integer, Schema> known = new HashMap<>();

  AvroDecoder(Schemas schemas) {
    this.schemas = schemas;
  }

  @Override
  public byte[] decode(Message message) throws UndecodableException {
    byte[] value = message.value();
    if (value.length < HEADER || value[0] != 0) {
      throw new UndecodableException("does not begin with a zero byte and a schema's number");
    }
    Schema schema = schema(ByteBuffer.wrap(value).getInt(1));
    BinaryDecoder binary =
        DecoderFactory.get().binaryDecoder(value, HEADER, value.length - HEADER, null);
    Object record = read(schema, binary);
    try {
      return json.writeValueAsBytes(PlainValues.of(record));
    } catch (JsonProcessingException e) {
      throw new UndecodableException("holds a value that JSON has not", e);
    }
  }

  /** Whatever Avro throws is the message's fault: the schema is known, and nobody is asked. */
  private static Object read(Schema schema, BinaryDecoder binary) throws UndecodableException {
    try {
      Object record = new GenericDatumReader<>(schema).read(null, binary);
      if (binary.isEnd()) {
        return record;
      }
    } catch (IOException | RuntimeException e) {
      throw new UndecodableException("is no " + schema.getName(), e);
    }
    throw new UndecodableException("has bytes behind its " + schema.getName());
  }

  /** Avro reads its limits once, from properties of the program; one that a user set stays. */
  private static void limit(String name, int most) {
    System.getProperties().putIfAbsent("org.apache.avro.limits." + name, Integer.toString(most));
  }

  private Schema schema(int id) throws UndecodableException {
    Schema schema = known.get(id);
    if (schema == null) {
      Optional<Schema> found = schemas.schema(id);
      schema = found.orElseThrow(() -> new UndecodableException("nobody knows schema " + id));
      known.put(id, schema);
    }
    return schema;
  }
}
