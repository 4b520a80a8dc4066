package dev.rehearsal.config;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Bounds what patterns may cost. The unit is one look at one character, not time: what a pattern
 * says of a text must depend on the two, never on the machine's speed. Not thread-safe: one for
 * each grading or filtering.
 */
public final class PatternBudget {
  private final long steps;
  private long taken;

  /**
   * @param steps most looks at a character, at least 1
   */
  public PatternBudget(long steps) {
    this.steps = steps;
  }

  /**
   * The first match in {@code text}, or empty.
   *
   * @throws Exceeded when the budget is spent, or the pattern needs a deeper stack than there is
   */
  public Optional<String> firstMatch(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(new Counted(text));
    try {
      return matcher.find()
          ? Optional.of(text.substring(matcher.start(), matcher.end()))
          : Optional.empty();
    } catch (StackOverflowError deep) {
      // A repeated group recurses once a repetition in java.util.regex.
      throw new Exceeded();
    }
  }

  /** The patterns took too many steps. */
  public static final class Exceeded extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Exceeded() {
      super("regex too slow", null, false, false);
    }
  }

  private final class Counted implements CharSequence {
    private final String text;

    private Counted(String text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++taken > steps) {
        throw new Exceeded();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return new Counted(text.substring(start, end));
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
