package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.window.WindowShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowsReaderTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Duration LATENESS = Duration.ofMinutes(5);

  @TempDir Path folder;

  @Test
  void asksForNoWindowsUnlessThePlanDoes() {
    assertThat(windows("")).isEqualTo(new Windows(Optional.empty(), LATENESS));
  }

  @Test
  void windowsDoNotOverlapUnlessTheyBeginMoreOften() {
    assertThat(windows("windows.length = 1h").shape())
        .contains(new WindowShape(HOUR, HOUR, LATENESS));
    assertThat(windows("windows { length = 1h, every = 20m, lateness = 30s }").shape())
        .contains(new WindowShape(HOUR, Duration.ofMinutes(20), Duration.ofSeconds(30)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          length = 1h, every = 25m  § windows needs a length that is every or a multiple of it, was 1h with every = 25m
          length = 1500ms           § windows needs length in whole seconds, 1s or more, was 1.5s
          length = 1h, every = 1s   § windows would have up to 3,900 windows open at once, and 1,000 is the most; take a longer every, or a shorter length or lateness
          every = 1h                § windows.every needs a length: how long a window is
          lateness = 400d           § windows.lateness must be at most 365d, was "400d"
          length = 3600             § windows.length needs a unit, such as 60s or 6h, was 3600
          """)
  void saysWhatCutsNoTime(String keys, String message) {
    assertThat(Plans.problems(folder, Plans.SMALLEST + "windows { " + keys + " }\n"))
        .containsExactly("plan.conf:12: " + message);
  }

  private Windows windows(String added) {
    return Plans.read(folder, Plans.SMALLEST + added + "\n").windows();
  }
}
