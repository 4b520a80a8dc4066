package dev.rehearsal.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.testing.ForAll;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CanonicalTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.withExactBigDecimals(true);
  private static final int DEEPEST = 4;

  @Test
  void ordersFieldsByNameAtEveryDepth() throws JsonProcessingException {
    assertThat(
            Canonical.json(
                MAPPER.readTree(
                    "{\"b\":[{\"z\":1,\"a\":null}, \"\\u00e9\\n\"],\"B\":true,\"\":2}")))
        .isEqualTo("{\"\":2,\"B\":true,\"b\":[{\"a\":null,\"z\":1},\"é\\n\"]}");
  }

  @Test
  void givesTheSameTextInWhateverOrderTheFieldsWereAdded() {
    ForAll.forAll(
        500,
        random -> {
          JsonNode tree = tree(random, 0);
          assertThat(Canonical.json(shuffled(tree, random))).isEqualTo(Canonical.json(tree));
        });
  }

  @Test
  void givesTheTextOfTheTreeAsSortedMaps() {
    ForAll.forAll(
        500,
        random -> {
          JsonNode tree = tree(random, 0);
          assertThat(Canonical.json(tree)).isEqualTo(text(sorted(tree)));
        });
  }

  @Test
  void hashesPartsSoThatTheirBordersCount() {
    // printf 'a\0b\0' | sha256sum
    assertThat(Canonical.sha256("a", "b"))
        .isEqualTo("8fb20ef63ced4145fc2e983ffe597d1dcff39154c3bf21f0fa9dde6a0c50fdc9");
    assertThat(Canonical.sha256("ab", "")).isNotEqualTo(Canonical.sha256("a", "b"));
  }

  private static String text(Object value) {
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What the journals of earlier versions were hashed from. */
  private static Object sorted(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> fields = new TreeMap<>();
      node.fields().forEachRemaining(f -> fields.put(f.getKey(), sorted(f.getValue())));
      return fields;
    }
    if (node.isArray()) {
      List<Object> items = new ArrayList<>();
      node.forEach(item -> items.add(sorted(item)));
      return items;
    }
    return node;
  }

  private static JsonNode tree(Random random, int depth) {
    switch (random.nextInt(depth == DEEPEST ? 8 : 11)) {
      case 0:
        return NODES.nullNode();
      case 1:
        return NODES.booleanNode(random.nextBoolean());
      case 2:
        return NODES.numberNode(random.nextLong());
      case 3:
        return NODES.numberNode(random.nextGaussian() * 1e12);
      case 4:
        return NODES.numberNode(
            new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(40) - 20));
      case 5:
        return NODES.numberNode(new BigInteger(100, random));
      case 6, 7:
        return NODES.textNode(word(random));
      case 8:
        ArrayNode array = NODES.arrayNode();
        for (int i = random.nextInt(5); i > 0; i--) {
          array.add(tree(random, depth + 1));
        }
        return array;
      default:
        ObjectNode object = NODES.objectNode();
        for (int i = random.nextInt(6); i > 0; i--) {
          object.set(word(random), tree(random, depth + 1));
        }
        return object;
    }
  }

  /** Plain, quoted, accented, a pair of surrogates, half of one. */
  private static String word(Random random) {
    String alphabet = "aZ0 _\"\\\n\u0001é€\uD83D\uDE00";
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(6); i > 0; i--) {
      word.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return word.toString();
  }

  private static JsonNode shuffled(JsonNode node, Random random) {
    if (node instanceof ObjectNode object) {
      List<String> names = new ArrayList<>();
      object.fieldNames().forEachRemaining(names::add);
      Collections.shuffle(names, random);
      ObjectNode other = NODES.objectNode();
      names.forEach(name -> other.set(name, shuffled(object.get(name), random)));
      return other;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode other = NODES.arrayNode();
      array.forEach(item -> other.add(shuffled(item, random)));
      return other;
    }
    return node;
  }
}
