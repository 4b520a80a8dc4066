package dev.rehearsal.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.drift.DriftWatch.Direction;
import dev.rehearsal.drift.DriftWatch.Method;
import dev.rehearsal.estimate.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How long alarms stay silent while nothing changes, and how late they are when a rate doubles. */
class DriftStudyTest {
  private static final long SEED = Long.getLong("seed", 180);
  private static final int CHANGE = 2_000;

  /** Streams that are silent for so many run lengths are cut: the mean can only be longer. */
  private static final int LONGEST = 10;

  static Stream<Arguments> quiet() {
    return Stream.of(
        Arguments.of(Method.E_SR, Direction.INCREASE, 0.1, 500, 1),
        Arguments.of(Method.E_CUSUM, Direction.INCREASE, 0.1, 500, 1));
  }

  @ParameterizedTest
  @MethodSource("quiet")
  void staysSilentForTheRunLengthOnAverage(
      Method method, Direction direction, double rate, double runLength, int alarms) {
    silence(method, direction, rate, runLength, alarms, 100);
  }

  static Stream<Arguments> quietForLong() {
    List<Arguments> rows = new ArrayList<>();
    for (Method method : Method.values()) {
      for (double rate : new double[] {0.1, 0.01}) {
        rows.add(Arguments.of(method, Direction.INCREASE, rate, 10_000, 1));
      }
      rows.add(Arguments.of(method, Direction.BOTH, 0.1, 10_000, 1));
      rows.add(Arguments.of(method, Direction.INCREASE, 0.1, 10_000, 10));
    }
    return rows.stream();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("quietForLong")
  void staysSilentForTheRunLengthOnAverageInManyStreams(
      Method method, Direction direction, double rate, double runLength, int alarms) {
    silence(method, direction, rate, runLength, alarms, 200);
  }

  static Stream<Arguments> doublings() {
    return Arrays.stream(Method.values())
        .flatMap(
            method ->
                Stream.of(
                    Arguments.of(method, 0.1, 10_000),
                    Arguments.of(method, 0.1, 1e6),
                    Arguments.of(method, 0.01, 10_000),
                    Arguments.of(method, 0.01, 1e6)));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("doublings")
  void noticesADoubledRateNoLaterThanTheTheorySays(Method method, double rate, double runLength) {
    DriftWatch watch = DriftWatch.of("any", method, Direction.INCREASE, rate, runLength);
    Random seeds = new Random(SEED);
    List<Change> changes = new ArrayList<>();
    int early = 0;
    while (changes.size() < 200) {
      Random random = new Random(seeds.nextLong());
      DriftAlarm alarm = DriftAlarm.of(watch);
      for (long trial = 1; alarm.change().isEmpty(); trial++) {
        alarm.add(random.nextDouble() < (trial <= CHANGE ? rate : 2 * rate), trial);
      }
      if (alarm.change().get().at() > CHANGE) {
        changes.add(alarm.change().get());
      } else {
        early++;
      }
    }
    double delay = changes.stream().mapToDouble(c -> c.at() - CHANGE).average().orElseThrow();
    double[] dated = changes.stream().mapToDouble(c -> c.since() - CHANGE).sorted().toArray();
    // To gather the logarithm of the run length, of which the doubled rate is one of four parts.
    double theory = (Math.log(runLength) + Math.log(4)) / divergence(2 * rate, rate);
    System.out.printf(
        Locale.ROOT,
        "drift | %s from %s to %s, run length %,.0f | noticed after %,.0f on average, theory %,.0f"
            + " | dated %+,.0f, half between %+,.0f and %+,.0f | %d alarms before the change%n",
        method,
        rate,
        2 * rate,
        runLength,
        delay,
        theory,
        dated[100],
        dated[50],
        dated[150],
        early);

    // Shiryaev's and Roberts' detector is ahead: it has gathered something before the change.
    assertThat(delay).isLessThan(1.1 * theory);
    assertThat(delay).isGreaterThan(method == Method.E_SR ? 0.2 * theory : 0.7 * theory);
    assertThat(Math.abs(dated[100])).isLessThan(delay / 2);
  }

  /** Mean trials until the first of some alarms that share a run length. */
  private static void silence(
      Method method, Direction direction, double rate, double runLength, int alarms, int streams) {
    DriftWatch watch =
        new DriftWatch("any", method, direction, new Interval(rate, rate), runLength, alarms);
    Random seeds = new Random(SEED);
    double sum = 0;
    int cut = 0;
    for (int stream = 0; stream < streams; stream++) {
      long silent = silent(watch, new Random(seeds.nextLong()));
      sum += silent;
      cut += silent >= LONGEST * runLength ? 1 : 0;
    }
    double mean = sum / streams;
    System.out.printf(
        Locale.ROOT,
        "drift | %s, %s, rate %s, %d alarms, run length %,.0f | first alarm after %,.0f on average,"
            + " %d of %d streams cut%n",
        method,
        direction,
        rate,
        alarms,
        runLength,
        mean,
        cut,
        streams);

    assertThat(mean).isGreaterThanOrEqualTo(runLength);
  }

  private static long silent(DriftWatch watch, Random random) {
    List<DriftAlarm> alarms =
        IntStream.range(0, watch.alarms()).mapToObj(i -> DriftAlarm.of(watch)).toList();
    long trial = 0;
    while (trial < LONGEST * watch.runLength()
        && alarms.stream().noneMatch(alarm -> alarm.change().isPresent())) {
      trial++;
      for (DriftAlarm alarm : alarms) {
        alarm.add(random.nextDouble() < watch.known().low(), trial);
      }
    }
    return trial;
  }

  /** What a trial at one rate says against another on average, in nats. */
  private static double divergence(double p, double q) {
    return p * Math.log(p / q) + (1 - p) * (Math.log1p(-p) - Math.log1p(-q));
  }
}
