package dev.rehearsal.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.testing.ForAll;
import org.junit.jupiter.api.Test;

class KrippendorffTest {
  /** Krippendorff (2011), example C: four observers, twelve units, five names, values missing. */
  private static final int[][] OBSERVED = {
    {1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0},
    {1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3},
    {0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0},
    {1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0}
  };

  @Test
  void agreesWithThePublishedExamples() {
    Krippendorff five = new Krippendorff(5);
    for (int unit = 0; unit < 12; unit++) {
      int[] ratings = new int[5];
      for (int[] observer : OBSERVED) {
        if (observer[unit] > 0) {
          ratings[observer[unit] - 1]++;
        }
      }
      five.unit(1, ratings);
    }
    assertThat(five.units()).isEqualTo(11);
    assertThat(five.alpha().orElseThrow()).isCloseTo(0.743421052631579, within(1e-12));

    // Krippendorff (2011), example A: two observers, ten units, two names; published as 0.095.
    Krippendorff two = new Krippendorff(2);
    int[] first = {0, 1, 0, 0, 0, 0, 0, 0, 1, 0};
    int[] second = {1, 1, 1, 0, 0, 1, 0, 0, 0, 0};
    for (int unit = 0; unit < 10; unit++) {
      two.unit(1, 2 - first[unit] - second[unit], first[unit] + second[unit]);
    }
    assertThat(two.alpha().orElseThrow()).isCloseTo(0.09523809523809534, within(1e-12));
  }

  @Test
  void knowsNothingWithoutTwoNames() {
    Krippendorff same = new Krippendorff(2);
    same.unit(1, 2, 0);
    same.unit(1, 3, 0);

    assertThat(same.alpha()).isEmpty();
    assertThat(same.measure(0.05, 1).low()).isEqualTo(-1);
  }

  @Test
  void leavesOutWhatOneRaterAloneSaw() {
    Krippendorff some = new Krippendorff(2);
    some.unit(1, 1, 1);
    some.unit(1, 0, 2);
    double before = some.alpha().orElseThrow();
    some.unit(1, 1, 0);

    assertThat(some.units()).isEqualTo(2);
    assertThat(some.alpha()).hasValue(before);
  }

  @Test
  void holdsItsValueAndSaysTheSameForTheSameSeed() {
    ForAll.forAll(
        20,
        random -> {
          Krippendorff some = new Krippendorff(2);
          some.unit(1, 1, 1);
          for (int i = 0; i < 40; i++) {
            int hits = random.nextInt(4);
            some.unit(1, 3 - hits, hits);
          }
          Measure measure = some.measure(0.05, 7);

          assertThat(measure).isEqualTo(some.measure(0.05, 7));
          assertThat(measure.value()).isEqualTo(some.alpha());
          assertThat(measure.low()).isLessThan(measure.high());
          assertThat(measure.high()).isLessThanOrEqualTo(1);
        });
  }

  @Test
  void standsForAsManyUnitsAsItsWeight() {
    Krippendorff weighted = new Krippendorff(2);
    Krippendorff repeated = new Krippendorff(2);
    weighted.unit(3, 1, 1);
    weighted.unit(2, 0, 2);
    for (int i = 0; i < 3; i++) {
      repeated.unit(1, 1, 1);
    }
    repeated.unit(1, 0, 2);
    repeated.unit(1, 0, 2);

    assertThat(weighted.alpha().orElseThrow())
        .isCloseTo(repeated.alpha().orElseThrow(), within(1e-12));
  }
}
