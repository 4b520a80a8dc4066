package dev.rehearsal.drift;

import static dev.rehearsal.drift.DriftWatch.Direction.BOTH;
import static dev.rehearsal.drift.DriftWatch.Direction.DECREASE;
import static dev.rehearsal.drift.DriftWatch.Direction.INCREASE;
import static dev.rehearsal.drift.DriftWatch.Method.E_CUSUM;
import static dev.rehearsal.drift.DriftWatch.Method.E_SR;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class DriftTest {
  private static final long MOVES = 2_000;

  static Stream<Vectors.Case> cases() {
    return Vectors.cases("drift");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesOnDetectors(Vectors.Case row) {
    List<Double> others = new ArrayList<>();
    row.inputs().path("q").forEach(q -> others.add(q.doubleValue()));
    DriftAlarm sum = DriftAlarm.towards(others, watch(E_SR, BOTH, row.number("p0"), 1e12));
    for (int i = 0; i < others.size(); i++) {
      ChangeDetector detector = new ChangeDetector(row.number("p0"), others.get(i));
      row.inputs().path("y").forEach(hit -> detector.add(hit.intValue() == 1, 1));
      check(row, "cusum", i, detector.sum());
      check(row, "eCusum", i, Math.exp(detector.logPage()));
      check(row, "eSR", i, Math.exp(detector.logShiryaevRoberts()));
    }
    row.inputs().path("y").forEach(hit -> sum.add(hit.intValue() == 1, 1));

    row.check("mixSR", Math.exp(sum.logEvidence()));
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
            detector.add(random.nextInt(5) == 0, i);
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
    DriftWatch watch = watch(E_SR, BOTH, 0.02, 2_000);
    DriftAlarm alarm = DriftAlarm.of(watch);
    for (long i = 0; i < trials; i++) {
      alarm.add(random.nextDouble() < 0.02, i);
      if (alarm.change().isPresent()) {
        alarms++;
        alarm = DriftAlarm.of(watch);
      }
    }

    // 200 are expected at most; 250 would be 3.5 standard deviations more.
    assertThat(alarms).isLessThanOrEqualTo(250);
    assertThat(alarms).isPositive();
  }

  @ParameterizedTest
  @EnumSource(DriftWatch.Method.class)
  void findsADoubledAndAHalvedRateAndAboutWhenItMoved(DriftWatch.Method method) {
    Change doubled = moved(watch(method, BOTH, 0.02, 1e6), 0.04, 7);
    assertThat(doubled.increase()).isTrue();
    assertThat(doubled.at()).isBetween(MOVES + 1, MOVES + 5_000);
    assertThat(doubled.since()).isBetween(MOVES - 500, MOVES + 1_000);
    assertThat(doubled.trials()).isEqualTo(doubled.at() - doubled.since() + 1);
    assertThat((double) doubled.hits() / doubled.trials()).isBetween(0.03, 0.06);

    Change halved = moved(watch(method, BOTH, 0.02, 1e6), 0.01, 8);
    assertThat(halved.increase()).isFalse();
    assertThat(halved.at()).isBetween(MOVES + 1, MOVES + 10_000);
    assertThat(halved.known()).isEqualTo(0.02);
  }

  @Test
  void seesOnlyTheDirectionThatItWatches() {
    assertThat(alarmOf(watch(E_SR, INCREASE, 0.02, 1e6), 0.005, 5).change()).isEmpty();
    assertThat(alarmOf(watch(E_SR, DECREASE, 0.02, 1e6), 0.2, 5).change()).isEmpty();
    assertThat(alarmOf(watch(E_SR, DECREASE, 0.02, 1e6), 0.005, 5).change()).isPresent();
  }

  @Test
  void theDetectorOfPageIsNeverTheEarlierOne() {
    forAll(
        30,
        random -> {
          int seed = random.nextInt();
          double after = 0.03 + 0.1 * random.nextDouble();
          long sum = moved(watch(E_SR, INCREASE, 0.02, 1e4), after, seed).at();
          long page = moved(watch(E_CUSUM, INCREASE, 0.02, 1e4), after, seed).at();
          assertThat(page).isGreaterThanOrEqualTo(sum);
        });
  }

  @Test
  void waitsLongerWhereItSharesTheRunLength() {
    DriftWatch shared =
        new DriftWatch("production", E_SR, INCREASE, new Interval(0.02, 0.02), 1e4, 50);

    assertThat(moved(shared, 0.04, 4)).isEqualTo(moved(watch(E_SR, INCREASE, 0.02, 5e5), 0.04, 4));
  }

  @Test
  void alarmsOnceAndKeepsWhatItSaw() {
    DriftAlarm alarm = alarmOf(watch(E_SR, INCREASE, 0.02, 1e6), 0.5, 1);
    Change first = alarm.change().orElseThrow();
    for (int i = 0; i < 1_000; i++) {
      alarm.add(true, first.at() + 1 + i);
    }

    assertThat(alarm.change()).contains(first);
  }

  @Test
  void watchesNoFallFromARateThatMayBeZero() {
    DriftAlarm alarm =
        DriftAlarm.of(new DriftWatch("production", E_SR, BOTH, new Interval(0, 0.02), 1e6, 1));
    for (int i = 0; i < 100_000; i++) {
      alarm.add(false, i);
    }

    assertThat(alarm.change()).isEmpty();
  }

  @Test
  void refusesWhatItCannotWatch() {
    assertThatThrownBy(() -> new ChangeDetector(0, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from 0.0 to 0.5");
    assertThatThrownBy(() -> watch(E_SR, BOTH, 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("above 1 prefix, was 1.0");
    DriftWatch high = watch(E_SR, INCREASE, 0.7, 1e6);
    assertThatThrownBy(() -> DriftAlarm.of(high))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no change can be seen");
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

  private static DriftWatch watch(
      DriftWatch.Method method, DriftWatch.Direction direction, double known, double runLength) {
    return DriftWatch.of("production", method, direction, known, runLength);
  }

  private static Change moved(DriftWatch watch, double after, int seed) {
    return alarmOf(watch, after, seed).change().orElseThrow();
  }

  /** Has seen a rate of 2 % up to {@link #MOVES}, and then another one. */
  private static DriftAlarm alarmOf(DriftWatch watch, double after, int seed) {
    DriftAlarm alarm = DriftAlarm.of(watch);
    Random random = new Random(seed);
    for (long i = 1; i <= 20_000; i++) {
      alarm.add(random.nextDouble() < (i <= MOVES ? 0.02 : after), i);
    }
    return alarm;
  }
}
