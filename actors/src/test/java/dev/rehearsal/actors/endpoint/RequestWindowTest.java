package dev.rehearsal.actors.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void neverAdmitsMoreThanItsLimitInAnyMinute() {
    ForAll.forAll(
        50,
        random -> {
          int limit = 1 + random.nextInt(8);
          RequestWindow window = new RequestWindow(limit);
          List<Instant> admitted = new ArrayList<>();
          Instant now = START;
          for (int i = 0; i < 300; i++) {
            now = now.plusMillis(random.nextInt(20_000));
            Instant minuteAgo = now.minusSeconds(60);
            long inLastMinute = admitted.stream().filter(a -> a.isAfter(minuteAgo)).count();
            boolean admits = window.admit(now).admitted();
            assertThat(admits).isEqualTo(inLastMinute < limit);
            if (admits) {
              admitted.add(now);
            }
          }
        });
  }

  @Test
  void saysHowLongToWait() {
    RequestWindow window = new RequestWindow(2);
    assertThat(window.admit(START).remaining()).isEqualTo(1);
    assertThat(window.admit(START.plusSeconds(10)).untilWhole()).isEqualTo(Duration.ofMinutes(1));
    RequestWindow.Standing refused = window.admit(START.plusSeconds(20));
    assertThat(refused.admitted()).isFalse();
    assertThat(refused.untilNext()).isEqualTo(Duration.ofSeconds(40));
    assertThat(refused.untilWhole()).isEqualTo(Duration.ofSeconds(50));
    assertThat(window.admit(START.plusSeconds(60)).admitted()).isTrue();
  }
}
