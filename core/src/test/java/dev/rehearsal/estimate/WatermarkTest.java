package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WatermarkTest {
  @Test
  void waitsForTheSlowestPrefixBeforeItCountsTheLaterOnes() {
    Watermark watermark = admitted(3);
    watermark.graded(2, true);
    watermark.graded(3, false);
    assertThat(watermark.counted()).isEqualTo(Counts.NONE);
    assertThat(watermark.unresolved()).isEqualTo(1);

    watermark.ungraded(1);

    assertThat(watermark.watermark()).isEqualTo(3);
    assertThat(watermark.counted()).isEqualTo(new Counts(1, 2, 1, 0));
  }

  @Test
  void theFirstOutcomeOfAPrefixWins() {
    Watermark watermark = admitted(2);
    watermark.graded(2, true);
    watermark.graded(2, false);
    watermark.ungraded(2);
    watermark.graded(1, false);
    watermark.graded(1, true);

    assertThat(watermark.counted()).isEqualTo(Counts.of(1, 2));
  }

  @Test
  void endsTheSameInWhateverOrderTheOutcomesCome() {
    forAll(
        200,
        random -> {
          int prefixes = 1 + random.nextInt(200);
          List<Integer> order = new ArrayList<>();
          for (int number = 1; number <= prefixes; number++) {
            order.add(number);
          }
          long seed = random.nextLong();
          Counts inOrder = resolve(order, seed);
          Collections.shuffle(order, random);

          assertThat(resolve(order, seed)).isEqualTo(inOrder);
        });
  }

  @Test
  void theEnvelopeHoldsTheIntervalOfEveryCompletion() {
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    forAll(
        200,
        random -> {
          Watermark watermark = admitted(50);
          for (int number = 1; number <= 50; number++) {
            if (random.nextInt(3) > 0) {
              watermark.graded(number, random.nextInt(5) == 0);
            }
          }
          Interval envelope = watermark.envelope(sequence, 0.05);
          for (int number = 1; number <= 50; number++) {
            watermark.graded(number, random.nextBoolean());
          }

          assertThat(envelope.contains(sequence.interval(watermark.counted(), 0.05))).isTrue();
        });
  }

  @Test
  void refusesGapsInAdmissionAndOutcomesOfWhatWasNotAdmitted() {
    Watermark watermark = admitted(1);

    assertThatThrownBy(() -> watermark.admit(3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prefix 2 is next");
    assertThatThrownBy(() -> watermark.graded(2, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was not admitted");
  }

  private static Counts resolve(List<Integer> order, long seed) {
    Watermark watermark = admitted(order.size());
    for (int number : order) {
      int outcome = new Random(seed + number).nextInt(4);
      if (outcome == 0) {
        watermark.ungraded(number);
      } else {
        watermark.graded(number, outcome == 1);
      }
    }
    assertThat(watermark.watermark()).isEqualTo(order.size());
    return watermark.counted();
  }

  private static Watermark admitted(int prefixes) {
    Watermark watermark = new Watermark();
    for (int number = 1; number <= prefixes; number++) {
      watermark.admit(number);
    }
    return watermark;
  }
}
