package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A reason that is not named with the others would go in a purge, and be told as other. */
class ReasonsInSourceTest {
  private static final Pattern IN_PLACE = Pattern.compile("[Uu]ngraded\\(\\s*(\"[^\"]*\")");

  @Test
  void noGraderGivesAReasonThatIsNotNamedWithTheOthers() throws IOException {
    List<String> found = new ArrayList<>();
    long files = 0;
    for (Path file : sources()) {
      files++;
      Matcher matcher = IN_PLACE.matcher(Files.readString(file));
      while (matcher.find()) {
        found.add(file.getFileName() + ": " + matcher.group(1));
      }
    }

    assertThat(files).isGreaterThan(100);
    assertThat(found).as("use a constant of Reasons").isEmpty();
  }

  private static List<Path> sources() throws IOException {
    List<Path> all = new ArrayList<>();
    for (String module : List.of("core", "config", "graders", "actors", "streams", "app")) {
      try (Stream<Path> files = Files.walk(Launched.root().resolve(module + "/src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
      }
    }
    return all;
  }
}
