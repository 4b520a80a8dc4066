package dev.rehearsal.streams.journal;

/**
 * Text for columns that hold neither a zero nor half a surrogate pair, which JSON can: such a text
 * begins with a mark, and has those characters as four hexadecimal digits behind a backslash.
 */
final class PostgresText {
  private static final char MARK = '\u0001';
  private static final int ESCAPED = 5;

  private PostgresText() {}

  static String stored(String text) {
    if (text.indexOf(0) < 0 && Utf8.holds(text) && !isMarked(text)) {
      return text;
    }
    StringBuilder stored = new StringBuilder().append(MARK);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == '\\' || Character.isSurrogate(c)) {
        stored.append("\\%04x".formatted((int) c));
      } else {
        stored.append(c);
      }
    }
    return stored.toString();
  }

  static String original(String stored) {
    if (!isMarked(stored)) {
      return stored;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 1; i < stored.length(); i++) {
      if (stored.charAt(i) == '\\') {
        if (i + ESCAPED > stored.length()) {
          throw new IllegalArgumentException("a text ends in the middle of a character");
        }
        text.append((char) Integer.parseInt(stored, i + 1, i + ESCAPED, 16));
        i += ESCAPED - 1;
      } else {
        text.append(stored.charAt(i));
      }
    }
    return text.toString();
  }

  private static boolean isMarked(String text) {
    return !text.isEmpty() && text.charAt(0) == MARK;
  }
}
