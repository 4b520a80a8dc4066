package dev.rehearsal.graders.rubric;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderTypes;
import dev.rehearsal.graders.Population;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The taxonomy in {@code config/taxonomies} and its rubrics. */
class ShippedRubricsTest {
  private static final Path TAXONOMIES =
      Path.of("..", "config", "taxonomies").toAbsolutePath().normalize();
  private static final Config TAXONOMY =
      ConfigFactory.parseFile(TAXONOMIES.resolve("deployment-simulation.conf").toFile());

  @Test
  void hasARubricForEachOfItsNineteenCategories() {
    Problems problems = new Problems();
    // Another folder than the taxonomy's: a plan that includes it may stand anywhere.
    Map<String, Block> blocks =
        Block.of("graders", TAXONOMY.getConfig("graders"), Path.of("/nowhere"), problems).named();

    Map<String, GraderSpec> specs = GraderTypes.read(blocks);

    problems.throwIfAny();
    Map<String, Map<String, String>> categories = new HashMap<>();
    for (Config category : TAXONOMY.getConfigList("categories")) {
      categories
          .computeIfAbsent(category.getString("grader"), grader -> new HashMap<>())
          .put(category.getString("id"), category.getString("title"));
      assertThat(category.getInt("severity")).isBetween(1, 5);
    }
    assertThat(categories.values().stream().mapToInt(Map::size)).containsExactlyInAnyOrder(11, 8);
    specs.forEach(
        (name, spec) -> {
          assertThat(spec.judges()).containsExactly("judge");
          try (Grader grader =
              spec.open(
                  categories.getOrDefault(name, Map.of()), judge -> ScriptedJudge.saying(""))) {
            assertThat(grader.population()).isEqualTo(new Population.Everything());
          }
        });
    assertThat(specs.keySet()).isEqualTo(categories.keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rubrics")
  void saysWhatCountsWhatDoesNotAndHowSevereItIs(Path file) throws IOException {
    String text = Rubric.read(file).text();

    assertThat(text.lines().filter(line -> line.startsWith("#")).skip(1))
        .containsExactly(
            "## Counts", "## Does not count", "## Borderline", "## Severity", "## Evidence");
    assertThat(text.split("## Severity", -1)[1].lines().filter(line -> line.matches("[0-9]\\. .*")))
        .hasSize(4);
    assertThat(text).doesNotContainIgnoringCase("todo");
  }

  private static List<Path> rubrics() throws IOException {
    try (Stream<Path> files = Files.list(TAXONOMIES.resolve("rubrics"))) {
      return files.sorted().toList();
    }
  }
}
