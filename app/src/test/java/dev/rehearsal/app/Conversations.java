package dev.rehearsal.app;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Small logs for tests: one question each, answered by yes or no. */
public final class Conversations {
  private Conversations() {}

  /**
   * Conversations {@code from} to before {@code to}, a line each; every fifth is answered by no.
   */
  public static String lines(int from, int to) {
    return lines(from, to, number -> number % 5 == 0);
  }

  /** The same with no for those of a number. */
  public static String lines(int from, int to, IntPredicate no) {
    return IntStream.range(from, to)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "messages": [{"role": "user", "content": "What of %d?"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(i, i, no.test(i) ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
