package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of what a server says, so that one that echoes a key cannot carry it into a
 * reply, a journal or an error. Works on the parsed tree, where every JSON escape is resolved;
 * finds a secret plain, JSON-escaped once or twice more, URL-encoded, and inside base64 at any
 * offset. Thread-safe.
 */
final class Scrubber {
  /** Shorter values are no secrets ({@code EMPTY}, {@code none}) and stand in ordinary text. */
  private static final int SHORTEST = 8;

  private static final String MASK = "***";
  private static final int BASE64_GROUP = 3;

  private final List<String> forms;

  Scrubber(List<String> secrets) {
    Set<String> all = new LinkedHashSet<>();
    secrets.stream().filter(s -> s.length() >= SHORTEST).forEach(s -> addForms(s, all));
    this.forms =
        all.stream()
            .filter(form -> form.length() >= SHORTEST)
            .sorted((a, b) -> Integer.compare(b.length(), a.length()))
            .toList();
  }

  /** The same tree with every secret masked, in place where it is an object or an array. */
  JsonNode scrub(JsonNode tree) {
    if (forms.isEmpty()) {
      return tree;
    }
    if (tree instanceof ObjectNode object) {
      scrubObject(object);
    } else if (tree instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode item = array.get(i);
        JsonNode clean = scrub(item);
        if (clean != item) {
          array.set(i, clean);
        }
      }
    } else if (tree.isTextual()) {
      String text = tree.textValue();
      String clean = scrub(text);
      return clean.equals(text) ? tree : TextNode.valueOf(clean);
    }
    return tree;
  }

  private void scrubObject(ObjectNode object) {
    List<Map.Entry<String, JsonNode>> fields = new ArrayList<>();
    object.fields().forEachRemaining(fields::add);
    for (Map.Entry<String, JsonNode> field : fields) {
      String name = scrub(field.getKey());
      JsonNode clean = scrub(field.getValue());
      if (!name.equals(field.getKey())) {
        object.remove(field.getKey());
        object.set(name, clean);
      } else if (clean != field.getValue()) {
        object.set(name, clean);
      }
    }
  }

  private String scrub(String text) {
    String clean = text;
    for (String form : forms) {
      if (clean.contains(form)) {
        clean = clean.replace(form, MASK);
      }
    }
    return clean;
  }

  private static void addForms(String secret, Set<String> forms) {
    forms.add(secret);
    String json = escaped(secret);
    forms.add(json);
    forms.add(json.replace("/", "\\/"));
    forms.add(escaped(json));
    String url = URLEncoder.encode(secret, StandardCharsets.UTF_8);
    for (String encoded : List.of(url, url.replace("+", "%20"))) {
      forms.add(encoded);
      forms.add(lowerCaseEscapes(encoded));
    }
    for (int offset = 0; offset < BASE64_GROUP; offset++) {
      String core = base64Core(secret, offset);
      forms.add(core);
      forms.add(core.replace('+', '-').replace('/', '_'));
    }
  }

  private static String escaped(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  /** The characters that the secret alone decides when it starts at {@code offset} of a group. */
  private static String base64Core(String secret, int offset) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    byte[] padded = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, padded, offset, bytes.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(padded);
    int from = offset == 0 ? 0 : offset + 1;
    int wholeBits = padded.length * Byte.SIZE / 6;
    return encoded.substring(from, wholeBits);
  }

  private static String lowerCaseEscapes(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int i = encoded.indexOf('%'); i >= 0; i = encoded.indexOf('%', i + 1)) {
      lower.replace(i, i + 3, encoded.substring(i, i + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }
}
