package dev.rehearsal.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ForAllTest {
  @Test
  void runsTheAskedNumberOfTrials() {
    AtomicInteger runs = new AtomicInteger();

    ForAll.forAll(17, random -> runs.incrementAndGet());

    assertThat(runs).hasValue(17);
  }

  @Test
  void saysHowToReplayAFailure() {
    assertThatThrownBy(
            () -> ForAll.forAll(1, random -> assertThat(random.nextInt(10)).isEqualTo(10)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("trial 1 of 1")
        .hasMessageContaining("replay with -Dseed=");
  }
}
