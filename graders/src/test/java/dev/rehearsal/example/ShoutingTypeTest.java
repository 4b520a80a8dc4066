package dev.rehearsal.example;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderContract;
import dev.rehearsal.graders.Items;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShoutingTypeTest extends GraderContract {
  @Override
  protected Grader open() {
    return Items.spec(Path.of("."), "type = shouting, share = 0.5")
        .open(
            Map.of(),
            name -> {
              throw new AssertionError(name);
            });
  }

  @Test
  void isFoundByItsTypeAndGrades() {
    assertThat(Items.verdict(open(), Items.said("STOP THAT now"), "c"))
        .isEqualTo(Verdict.graded(true));
    assertThat(Items.verdict(open(), Items.said("Stop that now"), "c"))
        .isEqualTo(Verdict.graded(false));
  }

  @Test
  void standsInTheGuideAsItIsTested() throws IOException {
    String source =
        Files.readString(Path.of("src/test/java/dev/rehearsal/example/ShoutingType.java"));

    assertThat(Files.readString(Path.of("..", "docs", "graders.md")))
        .contains(source.split("// #type\n", -1)[1]);
  }
}
