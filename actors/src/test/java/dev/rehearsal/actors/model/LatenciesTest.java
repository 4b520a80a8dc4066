package dev.rehearsal.actors.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import org.junit.jupiter.api.Test;

final class LatenciesTest {
  private final Latencies.Histogram histogram = new Latencies.Histogram();

  @Test
  void countsAReplyInTheFirstBucketThatHoldsIt() {
    histogram.add(0.25);
    histogram.add(0.2500001);

    Latencies latencies = histogram.snapshot();

    assertThat(latencies.counts().get(Latencies.BOUNDS.indexOf(0.25))).isEqualTo(1);
    assertThat(latencies.counts().get(Latencies.BOUNDS.indexOf(0.5))).isEqualTo(1);
    assertThat(latencies.replies()).isEqualTo(2);
    assertThat(latencies.seconds()).isEqualTo(0.25 + 0.2500001);
  }

  @Test
  void losesNoneThatIsLongerThanEveryBound() {
    histogram.add(3_600);

    Latencies latencies = histogram.snapshot();

    assertThat(latencies.counts()).hasSize(Latencies.BOUNDS.size() + 1);
    assertThat(latencies.counts().get(Latencies.BOUNDS.size())).isEqualTo(1);
  }

  @Test
  void hasBoundsThatGrow() {
    assertThat(Latencies.BOUNDS).isSorted();
    assertThat(Collections.min(Latencies.BOUNDS)).isPositive();
  }
}
