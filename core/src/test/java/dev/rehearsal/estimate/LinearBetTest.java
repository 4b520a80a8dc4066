package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.testing.Vectors;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LinearBetTest {
  private static final double ALPHA = 0.05;

  private final LinearBet bet = new LinearBet();

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("linear_bet_cs");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithTheReferences(Vectors.Case row) {
    Map<Double, Double> histogram = new HashMap<>();
    row.inputs()
        .path("hist")
        .forEach(bar -> histogram.put(bar.path(0).doubleValue(), bar.path(1).doubleValue()));
    Scores scores = Scores.of(histogram);
    Interval interval = bet.interval(scores, row.number("alpha"));

    row.check("mean", scores.mean().orElseThrow());
    row.check("lo", interval.low());
    row.check("hi", interval.high());
  }

  /** References by mpmath 1.3.0 with 60 digits, from the definition, by bisection. */
  @Test
  void keepsNineDigitsAtABillionUnits() {
    assertInterval(Map.of(0.0, 1_000_000_000), 0, 1.7302644966851376e-8);
    assertInterval(Map.of(0.0, 999_999_999, 1.0, 1), 3.11891920555631e-16, 1.7863361033330942e-8);
    assertInterval(
        Map.of(0.0, 999_999_000, 0.001, 1_000), 8.9347391989383912e-10, 1.7726652986723324e-8);
    assertInterval(
        Map.of(0.0, 700_000_000, 1.0, 300_000_000), 0.28409988064686031, 0.3162278643219051);
    assertInterval(Map.of(0.02, 100_000), 0.019998219665942629, 0.020032896649115349);
    assertInterval(Map.of(0.5, 7, 1.0, 3), 0.25370522985734549, 0.89772793827259428);
    assertInterval(Map.of(1.0, 50), 0.68535831666427784, 1);
    assertInterval(Map.of(0.0, 3, 0.999999, 200), 0.76398134668448535, 0.9999974728498075);
    assertInterval(Map.of(1e-7, 1_000_000_000), 9.9999999117631426e-8, 1.0660096948488466e-7);
  }

  @Test
  void itsLimitsAreWhereTheEvidenceReachesTheThreshold() {
    forAll(
        300,
        random -> {
          Scores scores = some(random);
          double alpha = Math.exp(-0.1 - 8 * random.nextDouble());
          Interval interval = bet.interval(scores, alpha);
          double mean = scores.mean().orElseThrow();

          assertThat(interval.contains(mean)).isTrue();
          if (scores.sum() > 0) {
            assertThat(bet.against(interval.low() * (1 - 1e-9), scores, alpha))
                .isEqualTo(Decision.ABOVE);
            assertThat(bet.logE(scores, interval.low() * (1 + 1e-9)))
                .isLessThanOrEqualTo(-Math.log(alpha));
          }
          if (interval.high() < 0.999999) {
            assertThat(bet.against(interval.high() * (1 + 1e-9), scores, alpha))
                .isEqualTo(Decision.BELOW);
            assertThat(bet.logE(scores, interval.high() * (1 - 1e-9)))
                .isLessThanOrEqualTo(-Math.log(alpha));
          }
        });
  }

  /** E[factor | mean m] = 1: every way to spread two scores with mean m has a fair bet. */
  @Test
  void betsFairly() {
    forAll(
        500,
        random -> {
          double low = random.nextDouble() * random.nextDouble();
          double high = low + (1 - low) * random.nextDouble();
          double ofHigh = random.nextDouble();
          double mean = low + (high - low) * ofHigh;
          double after =
              (1 - ofHigh) * Math.exp(bet.logE(Scores.of(Map.of(low, 1)), mean))
                  + ofHigh * Math.exp(bet.logE(Scores.of(Map.of(high, 1)), mean));

          assertThat(after).isCloseTo(1, within(1e-9));
        });
  }

  @Test
  void theEvidenceIsConvexInTheMean() {
    forAll(
        500,
        random -> {
          Scores scores = some(random);
          double left = Math.exp(-12 * random.nextDouble());
          double right = random.nextDouble();
          double chord = (bet.logE(scores, left) + bet.logE(scores, right)) / 2;

          assertThat(bet.logE(scores, (left + right) / 2))
              .isLessThanOrEqualTo(chord + 1e-9 * Math.abs(chord) + 1e-6);
        });
  }

  /** Fewer bets are needed where scores vary little: never wider than as many parts of hits. */
  @Test
  void isNoWiderThanForPartsOfHits() {
    forAll(
        300,
        random -> {
          Scores scores = some(random);
          Scores hits = Scores.of(Map.of(0.0, scores.units() - scores.sum(), 1.0, scores.sum()));
          Interval wide = bet.interval(hits, ALPHA);
          Interval narrow = bet.interval(scores, ALPHA);

          assertThat(narrow.low()).isGreaterThanOrEqualTo(wide.low() * (1 - 1e-9));
          assertThat(narrow.high()).isLessThanOrEqualTo(wide.high() * (1 + 1e-9));
        });
  }

  @Test
  void decidesAtTheEndsOfTheScale() {
    Scores clean = Scores.of(Map.of(0.0, 10));
    Scores full = Scores.of(Map.of(1.0, 10));

    assertThat(bet.interval(Scores.NONE, ALPHA)).isEqualTo(Interval.UNKNOWN);
    assertThat(bet.against(0.5, Scores.NONE, ALPHA)).isEqualTo(Decision.UNDECIDED);
    assertThat(bet.logE(clean, 0)).isNegative();
    assertThat(bet.logE(clean, 1)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(bet.logE(full, 1)).isNegative();
    assertThat(bet.against(0, full, ALPHA)).isEqualTo(Decision.ABOVE);
    assertThat(bet.against(1, clean, ALPHA)).isEqualTo(Decision.BELOW);
  }

  @Test
  void refusesWhatIsNoScore() {
    assertThatThrownBy(() -> Scores.of(Map.of(1.5, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 1.5");
    assertThatThrownBy(() -> Scores.of(Map.of(0.5, -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was -1");
    assertThatThrownBy(() -> new ScoreTally().add(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bet.interval(Scores.of(Map.of(0.5, 1)), 5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 5.0");
    assertThatThrownBy(() -> bet.logE(Scores.NONE, -1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aTallyKeepsAFewDifferentScoresAsTheyAre() {
    ScoreTally tally = new ScoreTally();
    Map<Double, Integer> histogram = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      double score = (i % ScoreTally.EXACT) / (double) ScoreTally.EXACT;
      tally.add(score);
      histogram.merge(score, 1, Integer::sum);
    }

    assertThat(bet.interval(tally.scores(), ALPHA))
        .isEqualTo(bet.interval(Scores.of(histogram), ALPHA));
  }

  /** Whatever is told apart no more costs width and never evidence that was not there. */
  @Test
  void aTallyOfAnyScoresIsBoundedKeepsTheMeanAndOnlyWidens() {
    forAll(
        20,
        random -> {
          ScoreTally tally = new ScoreTally();
          Map<Double, Integer> histogram = new HashMap<>();
          double sum = 0;
          int units = 3_000;
          for (int i = 0; i < units; i++) {
            double score = random.nextInt(4) == 0 ? Math.exp(-25 * random.nextDouble()) : 0;
            tally.add(score);
            histogram.merge(score, 1, Integer::sum);
            sum += score;
          }
          Scores kept = tally.scores();
          Interval exact = bet.interval(Scores.of(histogram), ALPHA);
          Interval wider = bet.interval(kept, ALPHA);

          assertThat(kept.size()).isLessThan(200);
          assertThat(kept.units()).isCloseTo(units, within(1e-6));
          assertThat(kept.sum()).isCloseTo(sum, within(1e-9 * sum));
          assertThat(wider.low()).isLessThanOrEqualTo(exact.low() * (1 + 1e-9));
          assertThat(wider.high()).isGreaterThanOrEqualTo(exact.high() * (1 - 1e-9));
          // Neighbours on the ladder lie a third apart: what is lost stays well below that.
          assertThat(wider.width()).isLessThan(1.2 * exact.width());
        });
  }

  private void assertInterval(Map<Double, Integer> histogram, double low, double high) {
    Interval interval = bet.interval(Scores.of(histogram), ALPHA);

    assertThat(interval.low()).isCloseTo(low, within(1e-9 * low));
    assertThat(interval.high()).isCloseTo(high, within(1e-9 * high));
  }

  private static Scores some(Random random) {
    Map<Double, Double> histogram = new HashMap<>();
    double scale = Math.exp(random.nextDouble() * Math.log(1e7));
    histogram.put(0.0, Math.floor(scale));
    int different = 1 + random.nextInt(6);
    for (int i = 0; i < different; i++) {
      double score = random.nextInt(4) == 0 ? 1 : Math.exp(-8 * random.nextDouble());
      histogram.put(score, 1 + Math.floor(scale * random.nextDouble() * random.nextDouble()));
    }
    return Scores.of(histogram);
  }
}
