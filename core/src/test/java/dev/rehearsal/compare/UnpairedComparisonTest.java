package dev.rehearsal.compare;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.State;
import dev.rehearsal.estimate.StopRule;
import java.util.OptionalDouble;
import java.util.Random;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class UnpairedComparisonTest {
  private static final double ALPHA = 0.05;

  @Test
  void turningTheSidesAroundTurnsTheOddsAround() {
    forAll(
        200,
        random -> {
          HitOrder a = order(random, 400, random.nextDouble() * 0.3);
          HitOrder b = order(random, 400, random.nextDouble() * 0.3);
          RatioInterval ratio = UnpairedComparison.inOrder(a, b, BlockShape.EVEN, ALPHA).deciding();
          RatioInterval turned =
              UnpairedComparison.inOrder(b, a, BlockShape.EVEN, ALPHA).deciding();

          assertClose(ratio.low(), 1 / turned.high());
          assertClose(turned.low(), 1 / ratio.high());
        });
  }

  @Test
  void turningTheSidesAroundTurnsTheRatioOfRatesAround() {
    forAll(
        200,
        random -> {
          Counts a = counts(random);
          Counts b = counts(random);
          UnpairedComparison comparison = UnpairedComparison.ofCounts(a, b, ALPHA);
          RatioInterval ratio = comparison.ratioInterval();
          RatioInterval turned = UnpairedComparison.ofCounts(b, a, ALPHA).ratioInterval();

          assertClose(ratio.low(), 1 / turned.high());
          comparison.ratio().ifPresent(seen -> assertThat(ratio.contains(seen)).isTrue());
          assertThat(comparison.fisher())
              .isCloseTo(UnpairedComparison.ofCounts(b, a, ALPHA).fisher(), within(1e-9));
        });
  }

  @Test
  void countsTheBlocksThatHoldExactlyOneHit() {
    forAll(
        200,
        random -> {
          int sizeA = 1 + random.nextInt(4);
          int sizeB = 1 + random.nextInt(4);
          boolean[] a = hits(random, random.nextInt(60));
          boolean[] b = hits(random, random.nextInt(60));
          LoneHits lone = LoneHits.of(order(a), order(b), new BlockShape(sizeA, sizeB));

          long loneA = 0;
          long loneB = 0;
          for (int block = 0;
              (block + 1) * sizeA <= a.length && (block + 1) * sizeB <= b.length;
              block++) {
            int inA = among(a, block * sizeA, sizeA);
            int inB = among(b, block * sizeB, sizeB);
            loneA += inA == 1 && inB == 0 ? 1 : 0;
            loneB += inB == 1 && inA == 0 ? 1 : 0;
          }
          assertThat(lone.reference()).isEqualTo(loneA);
          assertThat(lone.compared()).isEqualTo(loneB);
        });
  }

  @Test
  void seldomCallsEqualRatesDifferentHoweverOftenItIsAsked() {
    int runs = 300;
    int allowed = new BinomialDistribution(runs, ALPHA).inverseCumulativeProbability(0.999);
    Random random = new Random(31);
    int blocks = 0;
    int counts = 0;
    for (int run = 0; run < runs; run++) {
      HitOrder a = new HitOrder();
      HitOrder b = new HitOrder();
      boolean byBlocks = false;
      boolean byCounts = false;
      for (int trial = 1; trial <= 600; trial++) {
        boolean hitA = random.nextDouble() < 0.05;
        boolean hitB = random.nextDouble() < 0.05;
        a.add(hitA);
        b.add(hitB);
        if (hitA || hitB) {
          byBlocks |= !undecided(UnpairedComparison.inOrder(a, b, BlockShape.EVEN, ALPHA));
          byCounts |= !undecided(UnpairedComparison.ofCounts(a.counts(), b.counts(), ALPHA));
        }
      }
      blocks += byBlocks ? 1 : 0;
      counts += byCounts ? 1 : 0;
    }

    assertThat(blocks).isLessThanOrEqualTo(allowed);
    assertThat(counts).isLessThanOrEqualTo(allowed);
  }

  @Test
  void findsAThreefoldRateAndAnUnchangedOne() {
    Random random = new Random(5);
    HitOrder rare = order(random, 20_000, 0.01);
    HitOrder often = order(random, 20_000, 0.03);
    HitOrder alike = order(random, 200_000, 0.03);
    HitOrder same = order(random, 200_000, 0.03);

    assertThat(state(UnpairedComparison.inOrder(rare, often, BlockShape.EVEN, ALPHA)))
        .isEqualTo(State.INCREASED);
    assertThat(state(UnpairedComparison.inOrder(often, rare, BlockShape.EVEN, ALPHA)))
        .isEqualTo(State.DECREASED);
    assertThat(state(UnpairedComparison.inOrder(alike, same, BlockShape.EVEN, ALPHA)))
        .isEqualTo(State.EQUIVALENT);
  }

  @Test
  void refusesBlocksWithoutATrialOfEachSide() {
    assertThatThrownBy(() -> new BlockShape(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 and 1");
    assertThat(BlockShape.planned(1_000, 250)).isEqualTo(new BlockShape(4, 1));
    assertThat(BlockShape.planned(1, 1_000_000)).isEqualTo(new BlockShape(1, 10));
  }

  private static boolean undecided(UnpairedComparison comparison) {
    return comparison.logE() < -Math.log(ALPHA);
  }

  private static State state(UnpairedComparison comparison) {
    return comparison.state(new StopRule.Baseline(OptionalDouble.of(1.5)));
  }

  private static void assertClose(double a, double b) {
    if (Double.isInfinite(a) || Double.isInfinite(b)) {
      assertThat(a).isEqualTo(b);
    } else {
      assertThat(a).isCloseTo(b, within(1e-8 * Math.max(1, Math.abs(b))));
    }
  }

  private static Counts counts(Random random) {
    long trials = 1 + random.nextInt(100_000);
    return Counts.of((long) (trials * random.nextDouble() * random.nextDouble() * 0.2), trials);
  }

  private static HitOrder order(Random random, int trials, double rate) {
    HitOrder order = new HitOrder();
    for (int i = 0; i < trials; i++) {
      order.add(random.nextDouble() < rate);
    }
    return order;
  }

  private static boolean[] hits(Random random, int trials) {
    boolean[] hits = new boolean[trials];
    for (int i = 0; i < trials; i++) {
      hits[i] = random.nextInt(4) == 0;
    }
    return hits;
  }

  private static HitOrder order(boolean[] hits) {
    HitOrder order = new HitOrder();
    for (boolean hit : hits) {
      order.add(hit);
    }
    return order;
  }

  private static int among(boolean[] hits, int from, int size) {
    int count = 0;
    for (int i = from; i < from + size; i++) {
      count += hits[i] ? 1 : 0;
    }
    return count;
  }
}
