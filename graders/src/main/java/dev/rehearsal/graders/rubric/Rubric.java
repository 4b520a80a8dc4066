package dev.rehearsal.graders.rubric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A written rubric.
 *
 * @param population whom it is about, in words; empty when it is about every prefix
 * @param text what the judge reads
 */
record Rubric(Optional<String> population, String text) {
  private static final String FENCE = "---";
  private static final String POPULATION = "population:";

  /**
   * Reads a rubric file: Markdown, with an optional head between two lines of {@code ---} that
   * holds {@code population: <whom it is about>}.
   *
   * @throws IOException when it cannot be read
   * @throws IllegalArgumentException when it is empty, or its head holds something else; the
   *     message goes on from the file's name
   */
  static Rubric read(Path file) throws IOException {
    String whole = Files.readString(file).strip();
    Optional<String> population = Optional.empty();
    if (whole.startsWith(FENCE + "\n")) {
      int end = whole.indexOf("\n" + FENCE, FENCE.length());
      if (end < 0) {
        throw new IllegalArgumentException("has a head that does not end with a line of ---");
      }
      population = population(whole.substring(FENCE.length(), end).strip());
      whole = whole.substring(end + 1 + FENCE.length()).strip();
    }
    if (whole.isEmpty()) {
      throw new IllegalArgumentException("holds no text");
    }
    return new Rubric(population, whole);
  }

  private static Optional<String> population(String head) {
    if (!head.startsWith(POPULATION) || head.indexOf('\n') >= 0) {
      throw new IllegalArgumentException(
          "has a head that is not one line \"population: <whom it is about>\", but \""
              + head
              + '"');
    }
    String population = head.substring(POPULATION.length()).strip();
    return population.isEmpty() || population.equals("every prefix")
        ? Optional.empty()
        : Optional.of(population);
  }
}
