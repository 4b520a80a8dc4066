package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class UserCapTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T12:00:00Z");
  private static final long DAY = 86_400;

  @Test
  void takesSoManyOfAUserInEachDay() {
    UserCap cap = new UserCap(OptionalInt.of(2));

    assertThat(cap.takes(1, MONDAY)).isTrue();
    assertThat(cap.takes(1, MONDAY.plusSeconds(60))).isTrue();
    assertThat(cap.takes(1, MONDAY.plusSeconds(120))).isFalse();
    assertThat(cap.takes(2, MONDAY)).isTrue();
    assertThat(cap.takes(1, MONDAY.plusSeconds(DAY))).isTrue();
  }

  @Test
  void countsWhatComesLateWithTheOldestDayThatItKnows() {
    UserCap cap = new UserCap(OptionalInt.of(1));
    assertThat(cap.takes(1, MONDAY)).isTrue();
    assertThat(cap.takes(1, MONDAY.plusSeconds(DAY))).isTrue();

    assertThat(cap.takes(1, MONDAY.minusSeconds(DAY))).isFalse();
    assertThat(cap.takes(2, MONDAY.minusSeconds(DAY))).isTrue();
    assertThat(cap.takes(2, MONDAY)).isFalse();
  }

  @Test
  void capsNobodyWithoutACap() {
    UserCap cap = new UserCap(OptionalInt.empty());
    for (int i = 0; i < 10; i++) {
      assertThat(cap.takes(1, MONDAY)).isTrue();
    }
  }
}
