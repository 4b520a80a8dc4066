package dev.rehearsal.graders.rule;

import dev.rehearsal.graders.rule.Rule.Finding;
import dev.rehearsal.graders.rule.Subject.Part;
import java.util.Locale;
import java.util.regex.Pattern;

/** Predicates over a reply's text. */
final class TextRules {
  private TextRules() {}

  static Rule matches(Part part, Pattern pattern) {
    return subject ->
        subject
            .budget()
            .firstMatch(pattern, subject.text(part))
            .map(match -> Finding.quoting(match, "matches " + pattern.pattern()))
            .orElse(Finding.of(false));
  }

  static Rule contains(Part part, String words, boolean ignoreCase) {
    String sought = ignoreCase ? words.toLowerCase(Locale.ROOT) : words;
    return subject -> {
      String text = subject.text(part);
      String searched = ignoreCase ? text.toLowerCase(Locale.ROOT) : text;
      return searched.contains(sought)
          ? Finding.quoting(words, "contains these words")
          : Finding.of(false);
    };
  }

  /** Holds when the length lies within [min, max]. */
  static Rule length(Part part, Unit unit, long min, long max) {
    return subject -> {
      long length = unit.count(subject.text(part));
      return length >= min && length <= max
          ? Finding.quoting("", length + " " + unit.name().toLowerCase(Locale.ROOT))
          : Finding.of(false);
    };
  }

  /** What a text is measured in. */
  enum Unit {
    /** Unicode code points. */
    CHARACTERS {
      @Override
      long count(String text) {
        return text.codePointCount(0, text.length());
      }
    },
    /** Runs of characters that are not white space. */
    WORDS {
      @Override
      long count(String text) {
        long words = 0;
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
          boolean white = Character.isWhitespace(text.charAt(i));
          words += !white && !inWord ? 1 : 0;
          inWord = !white;
        }
        return words;
      }
    };

    abstract long count(String text);
  }
}
