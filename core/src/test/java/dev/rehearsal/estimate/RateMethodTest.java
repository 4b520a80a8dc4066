package dev.rehearsal.estimate;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What holds for every method, one look or all. */
class RateMethodTest {
  private static final List<RateMethod> ONE_LOOK = List.of(FixedSampleMethod.values());

  @Test
  void areNamedAsPeopleWriteThem() {
    assertThat(ONE_LOOK.stream().map(RateMethod::method))
        .containsExactly(
            "clopper-pearson", "clopper-pearson-upper", "wilson", "jeffreys", "garwood");
    assertThat(HybridSequence.create().method()).isEqualTo("hybrid");
    assertThat(GammaPoissonSequence.create().method()).isEqualTo("gamma-poisson");
    assertThat(PlannedLooks.of(1, 1).method()).isEqualTo("looks");
    assertThat(AsymptoticSequence.tunedFor(1).method()).isEqualTo("asymptotic");
  }

  @Test
  void fixedSampleMethodsHoldTheRateAndMoveWithTheCounts() {
    forAll(
        1_000,
        random -> {
          long trials = 2 + random.nextInt(100_000);
          long hits = random.nextInt((int) Math.min(trials, 300));
          double alpha = 0.3 * random.nextDouble() + 1e-6;
          for (RateMethod method : ONE_LOOK) {
            Interval interval = method.interval(Counts.of(hits, trials), alpha);
            Interval more = method.interval(Counts.of(hits + 1, trials), alpha);
            Interval longer = method.interval(Counts.of(hits, trials + 1), alpha);
            String what = method.method() + " " + hits + " of " + trials + " at " + alpha;

            assertThat(interval.contains((double) hits / trials)).as(what).isTrue();
            assertThat(more.low()).as(what).isGreaterThanOrEqualTo(interval.low());
            assertThat(more.high()).as(what).isGreaterThanOrEqualTo(interval.high());
            assertThat(longer.low()).as(what).isLessThanOrEqualTo(interval.low());
            assertThat(longer.high()).as(what).isLessThanOrEqualTo(interval.high());
            assertThat(method.interval(Counts.of(hits, trials), alpha / 2).contains(interval))
                .as(what)
                .isTrue();
          }
        });
  }

  @Test
  void garwoodIsClopperPearsonOfEndlessTrials() {
    forAll(
        300,
        random -> {
          long hits = random.nextInt(1_000);
          long trials = 1_000_000_000_000_000L;
          Interval exact = FixedSampleIntervals.clopperPearson(hits, trials, 0.05);
          Limits poisson = FixedSampleIntervals.garwood(hits, 0.05).over(trials);

          assertThat(poisson.low()).isBetween(exact.low() * (1 - 1e-9), exact.low() * (1 + 1e-9));
          assertThat(poisson.high())
              .isBetween(exact.high() * (1 - 1e-9), exact.high() * (1 + 1e-9));
        });
  }

  /** More hits than any bet foresaw, once so many that every component's chance underflowed. */
  @Test
  void ratesPerExposureMayBeFarAboveOne() {
    forAll(
        500,
        random -> {
          double hits = Math.floor(Math.exp(20 * random.nextDouble()));
          double exposure = Math.exp(20 * random.nextDouble() - 18);
          Limits limits = GammaPoissonSequence.create().limitsPerExposure(hits, exposure, 0.05);

          assertThat(limits.low()).isBetween(0.0, hits / exposure);
          assertThat(limits.high()).isBetween(hits / exposure, Double.MAX_VALUE);
        });
  }

  @Test
  void refuseWhatIsNoExposureOrShape() {
    GammaPoissonSequence rates = GammaPoissonSequence.create();
    assertThatThrownBy(() -> rates.limitsPerExposure(1, 0, 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 0");
    assertThatThrownBy(() -> rates.limitsPerExposure(-1, 1, 0.05))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> rates.limitsPerExposure(1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HybridSequence.of(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Limits(2, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
