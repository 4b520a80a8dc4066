package dev.rehearsal.conversation;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;

/** Canonical JSON and its SHA-256: equal trees give equal text, whatever their field order. */
public final class Canonical {
  private static final JsonMapper MAPPER = new JsonMapper();

  private Canonical() {}

  /** The tree as compact JSON with the fields of every object in order of their names. */
  public static String json(JsonNode tree) {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = MAPPER.createGenerator(text)) {
      write(tree, generator, MAPPER.getSerializerProviderInstance());
    } catch (IOException e) {
      throw new IllegalStateException("a JSON tree can always be written", e);
    }
    return text.toString();
  }

  /** SHA-256 of the parts, each followed by a zero byte, as 64 lower-case hex digits. */
  public static String sha256(String... parts) {
    MessageDigest digest = Sha256.begin();
    for (String part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void write(JsonNode node, JsonGenerator generator, SerializerProvider provider)
      throws IOException {
    if (node.isObject()) {
      generator.writeStartObject();
      for (String name : names(node)) {
        generator.writeFieldName(name);
        write(node.get(name), generator, provider);
      }
      generator.writeEndObject();
    } else if (node.isArray()) {
      generator.writeStartArray();
      for (JsonNode item : node) {
        write(item, generator, provider);
      }
      generator.writeEndArray();
    } else {
      node.serialize(generator, provider);
    }
  }

  private static String[] names(JsonNode object) {
    String[] names = new String[object.size()];
    Iterator<String> given = object.fieldNames();
    for (int i = 0; i < names.length; i++) {
      names[i] = given.next();
    }
    Arrays.sort(names);
    return names;
  }
}
