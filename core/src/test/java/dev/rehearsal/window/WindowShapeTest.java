package dev.rehearsal.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowShapeTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void slidingWindowsBeginAtMultiplesOfEvery() {
    WindowShape shape = new WindowShape(HOUR, Duration.ofMinutes(20), MINUTE);

    assertThat(shape.starts(Instant.parse("2026-11-28T09:41:07Z")))
        .extracting(start -> Instant.ofEpochSecond(start).toString())
        .containsExactly("2026-11-28T09:00:00Z", "2026-11-28T09:20:00Z", "2026-11-28T09:40:00Z");
    assertThat(shape.windowsOfEach()).isEqualTo(3);
    assertThat(shape.mostOpen()).isEqualTo(4);
  }

  @Test
  void aDayBeginsAtMidnightInUtcAlsoBefore1970() {
    assertThat(WindowShape.days(MINUTE).starts(Instant.parse("1969-12-31T23:59:59.5Z")))
        .containsExactly(-86_400L);
  }

  @Test
  void refusesWhatCutsNoTime() {
    assertThatThrownBy(() -> new WindowShape(HOUR, Duration.ofMinutes(25), MINUTE))
        .hasMessageContaining(
            "needs a length that is every or a multiple of it, was 1h with every = 25m");
    assertThatThrownBy(() -> new WindowShape(HOUR, Duration.ofHours(2), MINUTE))
        .hasMessageContaining("was 1h with every = 2h");
    assertThatThrownBy(() -> new WindowShape(Duration.ofMillis(1500), HOUR, MINUTE))
        .hasMessageContaining("needs length in whole seconds, 1s or more, was 1.5s");
    assertThatThrownBy(() -> new WindowShape(HOUR, HOUR, Duration.ofMillis(1)))
        .hasMessageContaining("needs a lateness of whole seconds");
  }

  @Test
  void refusesMoreWindowsAtOnceThanMemoryIsFor() {
    assertThat(
            new WindowShape(Duration.ofSeconds(995), Duration.ofSeconds(1), MINUTE.dividedBy(12)))
        .extracting(WindowShape::mostOpen)
        .isEqualTo(1_000L);
    assertThatThrownBy(() -> new WindowShape(HOUR, Duration.ofSeconds(1), MINUTE))
        .hasMessageContaining("up to 3,660 windows open at once, and 1,000 is the most");
  }
}
