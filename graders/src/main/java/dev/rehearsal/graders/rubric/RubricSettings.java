package dev.rehearsal.graders.rubric;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a {@code rubric} block says.
 *
 * @param name of the grader's block, for messages
 * @param judge name of the model that judges
 * @param single the rubric of the grader's only category
 * @param byCategory rubrics by category id
 * @param showReasoning whether the judge sees the reply's reasoning
 * @param maxTranscriptCharacters what is longer is shown with its middle left out
 */
record RubricSettings(
    String name,
    String judge,
    Optional<Rubric> single,
    Map<String, Rubric> byCategory,
    boolean showReasoning,
    int maxTranscriptCharacters) {

  static RubricSettings read(Block block) {
    Optional<Rubric> single =
        block.has("rubric") ? rubric(block, "rubric", block.file("rubric")) : Optional.empty();
    Map<String, Rubric> byCategory = new LinkedHashMap<>();
    block
        .optionalBlock("rubrics")
        .ifPresent(
            files -> {
              for (String category : files.keys()) {
                rubric(files, category, files.file(category))
                    .ifPresent(rubric -> byCategory.put(category, rubric));
              }
            });
    if (block.has("rubric") == block.has("rubrics")) {
      block.problem(
          "needs either rubric = \"file.md\" or rubrics { <category id> = \"file.md\", … }");
    }
    RubricSettings settings =
        new RubricSettings(
            block.path(),
            block.string("judge"),
            single,
            byCategory,
            block.flag("show-reasoning"),
            (int) block.integer("max-transcript-characters", 1000, 100_000_000));
    block.done();
    return settings;
  }

  /**
   * The rubric of each category, in order of id.
   *
   * @throws RehearsalException when a category has none
   */
  Map<String, Rubric> rubricsOf(Iterable<String> categories) {
    Map<String, Rubric> rubrics = new TreeMap<>();
    for (String category : categories) {
      Rubric rubric =
          single
              .or(() -> Optional.ofNullable(byCategory.get(category)))
              .orElseThrow(
                  () ->
                      RehearsalException.badUsage(
                          "%s has no rubric for the category %s; add it to %s.rubrics"
                              .formatted(name, category, name)));
      rubrics.put(category, rubric);
    }
    if (single.isPresent() && rubrics.size() > 1) {
      throw RehearsalException.badUsage(
          "%s has one rubric for the categories %s; give each its own: rubrics { %s = \"file.md\", … }"
              .formatted(
                  name, String.join(", ", rubrics.keySet()), rubrics.keySet().iterator().next()));
    }
    return rubrics;
  }

  private static Optional<Rubric> rubric(Block block, String key, Path file) {
    try {
      return Optional.of(Rubric.read(file));
    } catch (IOException e) {
      block.problem(key, "names a rubric that cannot be read: " + file);
    } catch (IllegalArgumentException e) {
      block.problem(key, "names " + file + ", which " + e.getMessage());
    }
    return Optional.empty();
  }
}
