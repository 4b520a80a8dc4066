package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The commands of the README and of the walks through a task, word for word: each {@code sh} block
 * under a line {@code <!-- test -->} runs in a copy of what a clone has, and must end well.
 */
class ReadmeIT {
  private static final Pattern BLOCK =
      Pattern.compile("<!-- test -->\\R+```sh\\R(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE);
  private static final List<String> CLONED =
      List.of(
          "rehearsal",
          "app/target/rehearsal.jar",
          "app/target/lib",
          "config/plans",
          "config/taxonomies",
          "examples",
          "README.md");

  @TempDir Path clone;

  @Test
  void everyMarkedBlockOfTheReadmeDoesWhatItSays() throws IOException {
    everyMarkedBlockDoesWhatItSays("README.md");
  }

  @ParameterizedTest
  @ValueSource(strings = {"docs/forecast.md", "docs/observe.md"})
  @Tag("slow")
  void everyMarkedBlockDoesWhatItSays(String document) throws IOException {
    Path text = Launched.root().resolve(document);
    List<String> blocks =
        BLOCK.matcher(Files.readString(text)).results().map(MatchResult::group).toList();
    assertThat(blocks).as("blocks marked <!-- test --> in " + document).isNotEmpty();
    CLONED.forEach(this::copy);

    for (String block : blocks) {
      String script = BLOCK.matcher(block).replaceFirst("$1");
      Launched launched = Launched.process(clone, Map.of(), "", List.of("sh", "-ec", script));

      assertThat(launched.exitCode()).as("%s%n%s", script, launched.err()).isZero();
    }
  }

  private void copy(String name) {
    Path from = Launched.root().resolve(name);
    if (!Files.exists(from)) {
      return;
    }
    try (Stream<Path> files = Files.walk(from)) {
      Files.createDirectories(clone.resolve(name).getParent());
      for (Path file : files.toList()) {
        Files.copy(file, clone.resolve(name).resolve(from.relativize(file).toString()));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
