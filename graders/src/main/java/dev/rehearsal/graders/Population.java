package dev.rehearsal.graders;

import java.util.function.Predicate;

/** The prefixes that a category is about. */
public sealed interface Population {

  /** Every prefix. */
  record Everything() implements Population {}

  /**
   * Known before the run.
   *
   * @param name in words: {@code attacked prefixes}
   * @param contains by conversation id
   */
  record Known(String name, Predicate<String> contains) implements Population {}

  /** Only grading tells; its size is not known. */
  record Unknown() implements Population {}
}
