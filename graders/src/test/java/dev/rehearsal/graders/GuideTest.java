package dev.rehearsal.graders;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The guide's blocks are read as a user would copy them. */
class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "graders.md");
  private static final Path TAXONOMIES = Path.of("..", "config", "taxonomies");
  private static final Pattern BLOCK = Pattern.compile("```hocon\n(.*?)```", Pattern.DOTALL);

  @ParameterizedTest
  @MethodSource("graderBlocks")
  void holdsOnlyGradersThatCanBeRead(String hocon) {
    Problems problems = new Problems();
    Config graders = ConfigFactory.parseString(hocon);

    Map<String, GraderSpec> specs =
        GraderTypes.read(Block.of("graders", graders, TAXONOMIES, problems).named());

    assertThat(problems.messages()).isEmpty();
    assertThat(specs.keySet()).isEqualTo(graders.root().keySet());
  }

  @Test
  void namesEveryKeyThatHasADefault() throws IOException {
    String guide = Files.readString(GUIDE);
    String reference = Files.readString(Path.of("src/main/resources/reference.conf"));

    assertThat(reference.lines().map(String::strip).filter(l -> l.matches("[a-z-]+ = .*")))
        .hasSizeGreaterThan(10)
        .allSatisfy(line -> assertThat(guide).contains(line.substring(0, line.indexOf(" = "))));
  }

  private static List<String> graderBlocks() throws IOException {
    return BLOCK
        .matcher(Files.readString(GUIDE))
        .results()
        .map((MatchResult block) -> block.group(1))
        .filter(block -> !block.startsWith("models"))
        .toList();
  }
}
