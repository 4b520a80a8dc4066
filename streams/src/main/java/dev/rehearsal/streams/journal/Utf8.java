package dev.rehearsal.streams.journal;

import java.nio.charset.StandardCharsets;

/** What UTF-8 can hold: every text without half a surrogate pair. */
final class Utf8 {
  private Utf8() {}

  static boolean holds(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
      }
    }
    return true;
  }
}
