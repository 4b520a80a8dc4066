package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OnceTest {
  @Test
  void anEndIsGoneThroughByTheFirstCloseOnly() {
    AtomicInteger ends = new AtomicInteger();
    Once once = new Once(ends::incrementAndGet);
    assertThat(ends).hasValue(0);
    once.close();
    once.close();
    assertThat(ends).hasValue(1);
  }

  @Test
  void anEndThatFailedIsNotTriedAgain() {
    AtomicInteger ends = new AtomicInteger();
    Once once =
        new Once(
            () -> {
              ends.incrementAndGet();
              throw new IllegalStateException("broken");
            });
    assertThatThrownBy(once::close).hasMessage("broken");
    once.close();
    assertThat(ends).hasValue(1);
  }
}
