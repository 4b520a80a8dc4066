package dev.rehearsal.drift;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTest {
  static Stream<Vectors.Case> cases() {
    return Vectors.cases("drift");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesOnDetectors(Vectors.Case row) {
    List<Double> others = new ArrayList<>();
    row.inputs().path("q").forEach(q -> others.add(q.doubleValue()));
    DriftAlarm alarm = DriftAlarm.towards(row.number("p0"), others, 1e6);
    for (int i = 0; i < others.size(); i++) {
      ChangeDetector detector = new ChangeDetector(row.number("p0"), others.get(i));
      row.inputs().path("y").forEach(hit -> detector.add(hit.intValue() == 1));
      check(row, "cusum", i, detector.sum());
      check(row, "eCusum", i, Math.exp(detector.logPage()));
      check(row, "eSR", i, Math.exp(detector.logShiryaevRoberts()));
    }
    row.inputs().path("y").forEach(hit -> alarm.add(hit.intValue() == 1));

    row.check("mixSR", Math.exp(alarm.logEvidence()));
  }

  private static void check(Vectors.Case row, String name, int i, double actual) {
    JsonNode expected = row.expected().path(name).path(i);
    row.check(name, actual, expected);
  }

  @Test
  void theDetectorOfPageNeverPassesThatOfShiryaevAndRoberts() {
    forAll(
        50,
        random -> {
          ChangeDetector detector =
              new ChangeDetector(
                  0.01 + 0.3 * random.nextDouble(), 0.01 + 0.9 * random.nextDouble());
          for (int i = 0; i < 500; i++) {
            detector.add(random.nextInt(5) == 0);
            assertThat(detector.logPage())
                .isLessThanOrEqualTo(detector.logShiryaevRoberts() + 1e-9);
            assertThat(detector.sum()).isNotNegative();
          }
        });
  }

  @Test
  void alarmsFalselyNoMoreOftenThanStated() {
    Random random = new Random(3);
    long trials = 400_000;
    int alarms = 0;
    DriftAlarm alarm = DriftAlarm.from(0.02, 2_000);
    for (long i = 0; i < trials; i++) {
      alarm.add(random.nextDouble() < 0.02);
      if (alarm.raised()) {
        alarms++;
        alarm = DriftAlarm.from(0.02, 2_000);
      }
    }

    // 200 are expected at most; 250 would be 3.5 standard deviations more.
    assertThat(alarms).isLessThanOrEqualTo(250);
    assertThat(alarms).isPositive();
  }

  @Test
  void findsADoubledAndAHalvedRate() {
    assertThat(trialsUntilAlarm(0.02, 0.04, 7)).isLessThan(5_000);
    assertThat(trialsUntilAlarm(0.02, 0.01, 8)).isLessThan(10_000);
  }

  @Test
  void watchesNoFallFromARateThatMayBeZero() {
    DriftAlarm alarm = DriftAlarm.from(0, 0.02, 1e6);
    for (int i = 0; i < 100_000; i++) {
      alarm.add(false);
    }

    assertThat(alarm.raised()).isFalse();
  }

  @Test
  void refusesRatesOutsideTheOpenInterval() {
    assertThatThrownBy(() -> new ChangeDetector(0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0.0 to 0.5");
    assertThatThrownBy(() -> DriftAlarm.from(0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 1 trial, was 1.0");
  }

  @Test
  void anIntersectionRunsEmptyWhereTheRateJumps() {
    assertThat(intersection(0.02, 0.2, 1).emptyAt()).isPresent();
    int empty = 0;
    for (int seed = 0; seed < 100; seed++) {
      empty += intersection(0.02, 0.02, seed).emptyAt().isPresent() ? 1 : 0;
    }
    // At a level of 5 % each, 13 of 100 is the 99.9 % quantile.
    assertThat(empty).isLessThanOrEqualTo(13);
  }

  private static RunningIntersection intersection(double before, double after, int seed) {
    ConfidenceSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    RunningIntersection intersection = new RunningIntersection();
    Random random = new Random(seed);
    long hits = 0;
    for (int trial = 1; trial <= 4_000; trial++) {
      hits += random.nextDouble() < (trial <= 2_000 ? before : after) ? 1 : 0;
      if (trial % 50 == 0) {
        Interval interval = sequence.interval(hits, trial, 0.05);
        intersection.add(interval, trial);
      }
    }
    return intersection;
  }

  private static int trialsUntilAlarm(double before, double after, int seed) {
    DriftAlarm alarm = DriftAlarm.from(before, 1e6);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      alarm.add(random.nextDouble() < before);
    }
    assertThat(alarm.raised()).isFalse();
    int trials = 0;
    while (!alarm.raised() && trials < 20_000) {
      alarm.add(random.nextDouble() < after);
      trials++;
    }
    return trials;
  }
}
