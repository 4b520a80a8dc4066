package dev.rehearsal.streams.source.format;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Bytes of one line → one JSON object, strictly: invalid UTF-8, a key given twice, half a surrogate
 * pair, anything after the object are refused, for none of them could be passed on as it was.
 * Numbers keep every digit.
 */
public final class RecordParser {
  /** JSON as records hold it: numbers as they were written. */
  public static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .disable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build());
  }

  private RecordParser() {}

  /** Parses the first {@code length} bytes. */
  public static ObjectNode parse(byte[] bytes, int length) throws UnusableException {
    String text = text(bytes, length);
    JsonNode tree = tree(text);
    if (!(tree instanceof ObjectNode record)) {
      throw new UnusableException(Reason.NOT_AN_OBJECT, "");
    }
    boolean maybeHalf = text.contains("\\ud") || text.contains("\\uD");
    if (maybeHalf && !StandardCharsets.UTF_8.newEncoder().canEncode(tree.toString())) {
      throw new UnusableException(
          Reason.UNPAIRED_SURROGATE, "an escape such as \\ud83d stands without its other half");
    }
    return record;
  }

  /**
   * The JDK puts U+FFFD where the bytes are not UTF-8; only where there is one is more to check.
   */
  private static String text(byte[] bytes, int length) throws UnusableException {
    String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    if (text.indexOf('\uFFFD') >= 0) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
      } catch (CharacterCodingException e) {
        throw new UnusableException(Reason.NOT_UTF_8, "");
      }
    }
    return text;
  }

  private static JsonNode tree(String text) throws UnusableException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonNode tree = JSON.readTree(parser);
      if (parser.nextToken() != null) {
        throw new UnusableException(Reason.NOT_JSON, "more follows the first value");
      }
      return tree;
    } catch (MismatchedInputException e) {
      throw new UnusableException(Reason.DUPLICATE_KEY, column(e));
    } catch (JsonParseException e) {
      throw new UnusableException(Reason.NOT_JSON, column(e));
    } catch (JsonProcessingException e) {
      throw new UnusableException(Reason.NOT_JSON, "nested too deeply or a number is too long");
    } catch (IOException e) {
      throw new UncheckedIOException("a string can always be read", e);
    }
  }

  /** Where it went wrong; the message itself may quote the record, so it is left out. */
  private static String column(JsonProcessingException e) {
    return e.getLocation() == null ? "" : "column " + e.getLocation().getColumnNr();
  }
}
