package dev.rehearsal.examples.decoder;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Avro's values as those of JSON: of a union the value alone, bytes in Base64. */
final class PlainValues {
  private PlainValues() {}

  static @Nullable Object of(@Nullable Object value) {
    if (value instanceof IndexedRecord record) {
      Map<String, @Nullable Object> fields = new LinkedHashMap<>();
      for (Schema.Field field : record.getSchema().getFields()) {
        fields.put(field.name(), of(record.get(field.pos())));
      }
      return fields;
    }
    if (value instanceof Collection<?> items) {
      List<@Nullable Object> list = new ArrayList<>();
      items.forEach(item -> list.add(of(item)));
      return list;
    }
    if (value instanceof Map<?, ?> entries) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      entries.forEach((key, item) -> map.put(String.valueOf(key), of(item)));
      return map;
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    if (value instanceof GenericFixed fixed) {
      return fixed.bytes();
    }
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
  }
}
