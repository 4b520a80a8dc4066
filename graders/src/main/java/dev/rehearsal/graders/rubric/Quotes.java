package dev.rehearsal.graders.rubric;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Tells whether a judge quotes what is there; blind to white space and to the shape of quotes. */
final class Quotes {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Transcript transcript;
  private final String searched;

  Quotes(Transcript transcript) {
    this.transcript = transcript;
    StringBuilder texts = new StringBuilder();
    for (String line : transcript.lines()) {
      collect(parse(line), texts);
    }
    searched = plain(texts.toString());
  }

  Transcript transcript() {
    return transcript;
  }

  /** True when the transcript holds the quote; never for one without a letter or digit. */
  boolean contain(String quote) {
    return quote.codePoints().anyMatch(Character::isLetterOrDigit)
        && searched.contains(plain(quote));
  }

  private static void collect(JsonNode node, StringBuilder texts) {
    if (node.isValueNode()) {
      texts.append(node.asText()).append('\n');
    }
    node.forEach(child -> collect(child, texts));
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a transcript is made of JSON lines", e);
    }
  }

  private static String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    boolean space = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        space = plain.length() > 0;
      } else {
        plain.append(space ? " " : "").append(straight(c));
        space = false;
      }
    }
    return plain.toString();
  }

  private static char straight(char c) {
    return switch (c) {
      case '\u2018', '\u2019' -> '\'';
      case '\u201c', '\u201d' -> '"';
      default -> c;
    };
  }
}
