package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Nine digits of every limit, from one trial to a billion and down to rates of 1e-13. References:
 * mpmath 1.3.0 with 60 digits, from the definitions; {@code reference/intervals.py} writes them.
 */
class AccuracyTest {
  private static final double RELATIVE = 1e-9;

  private record Row(
      String method,
      long hits,
      double size,
      String parameter,
      double alpha,
      double low,
      double high) {
    static Row of(String line) {
      String[] cells = line.split(",", -1);
      return new Row(
          cells[0],
          Long.parseLong(cells[1]),
          Double.parseDouble(cells[2]),
          cells[3],
          Double.parseDouble(cells[4]),
          Double.parseDouble(cells[5]),
          Double.parseDouble(cells[6]));
    }

    Limits limits() {
      if (method.equals("gamma-poisson")) {
        return GammaPoissonSequence.create().limitsPerExposure(hits, size, alpha);
      }
      if (method.equals("garwood")) {
        return FixedSampleIntervals.garwood(hits, alpha).over(size);
      }
      Interval interval = chosen().interval(Counts.of(hits, (long) size), alpha);
      return new Limits(interval.low(), interval.high());
    }

    private RateMethod chosen() {
      return switch (method) {
        case "lu7" -> ConfidenceSequence.of(BetaMixture.logUniform());
        case "informed" ->
            ConfidenceSequence.of(BetaMixture.informed(Double.parseDouble(parameter)));
        case "hybrid" -> HybridSequence.of(Double.parseDouble(parameter));
        case "one-sided-upper" -> OneSidedSequence.upper(BetaMixture.logUniform());
        case "one-sided-lower" -> OneSidedSequence.lower(BetaMixture.logUniform());
        case "without-replacement" ->
            WithoutReplacement.of(BetaMixture.logUniform(), Long.parseLong(parameter));
        case "asymptotic" -> AsymptoticSequence.tunedFor(Double.parseDouble(parameter));
        case "clopper-pearson" -> FixedSampleMethod.CLOPPER_PEARSON;
        case "wilson" -> FixedSampleMethod.WILSON;
        case "jeffreys" -> FixedSampleMethod.JEFFREYS;
        default -> throw new AssertionError("no test for " + method);
      };
    }
  }

  static List<Row> rows() {
    try (BufferedReader file =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    AccuracyTest.class.getResourceAsStream("/reference/intervals.csv")),
                StandardCharsets.UTF_8))) {
      return file.lines().skip(1).map(Row::of).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void keepsNineDigits(Row row) {
    Limits limits = row.limits();

    assertThat(limits.low()).isBetween(row.low() * (1 - RELATIVE), row.low() * (1 + RELATIVE));
    assertThat(limits.high()).isBetween(row.high() * (1 - RELATIVE), row.high() * (1 + RELATIVE));
  }

  @Test
  void hasRowsForEveryMethodAndSize() {
    Set<String> methods = rows().stream().map(Row::method).collect(Collectors.toSet());

    assertThat(methods).hasSize(12);
    assertThat(methods)
        .allSatisfy(
            method ->
                assertThat(rows().stream().filter(row -> row.method().equals(method)))
                    .anyMatch(row -> row.size() >= 1e6)
                    .hasSizeGreaterThan(5));
  }
}
