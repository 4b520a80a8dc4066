package dev.rehearsal.config;

import dev.rehearsal.RehearsalException;

/**
 * A text that may be looked at only so often: a pattern that backtracks without end fails instead
 * of hanging the run. Used for one match, by one thread.
 */
final class BoundedText implements CharSequence {
  private static final int MOST_LOOKS = 10_000_000;

  private final String text;
  private final int[] looks;

  BoundedText(String text) {
    this(text, new int[1]);
  }

  private BoundedText(String text, int[] looks) {
    this.text = text;
    this.looks = looks;
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    if (++looks[0] > MOST_LOOKS) {
      throw RehearsalException.failed(
          "a filter's pattern took more than %d steps on a value of %d characters; make it simpler"
              .formatted(MOST_LOOKS, text.length()));
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return new BoundedText(text.substring(start, end), looks);
  }

  @Override
  public String toString() {
    return text;
  }
}
