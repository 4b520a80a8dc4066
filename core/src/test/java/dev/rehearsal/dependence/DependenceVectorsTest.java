package dev.rehearsal.dependence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.CountedRate;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DependenceVectorsTest {
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());

  static Stream<Vectors.Case> vectors() {
    return Vectors.cases("weights_clusters");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void agreesWithTheReferences(Vectors.Case row) {
    switch (row.inputs().path("kind").textValue()) {
      case "hajek" -> weighted(row);
      case "cluster" -> clusters(row);
      case "neyman" -> neyman(row);
      case "poststrat" -> mixed(row);
      default -> throw new AssertionError("no test for " + row.inputs());
    }
  }

  @Test
  void refusesWhatIsNoClusterWeightOrShare() {
    assertThatThrownBy(() -> new ClusterTally().add(3, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("were 3 of 2");
    assertThatThrownBy(() -> new Share.Known(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 1.5");
    assertThatThrownBy(() -> new Strata(List.of(counted(0.5, Counts.of(1, 2)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum to 1, was 0.5");
  }

  /** Each observation is a stratum of its own, with its weight's part of all. */
  private static void weighted(Vectors.Case row) {
    double[] weights = numbers(row, "w");
    double[] hits = numbers(row, "y");
    double all = DoubleStream.of(weights).sum();
    List<Strata.Stratum> strata = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      strata.add(counted(weights[i] / all, Counts.of((long) hits[i], 1)));
    }
    Strata mixed = new Strata(strata);

    row.check("p", mixed.rate().orElseThrow());
    row.check("ess", mixed.effectiveSize().orElseThrow());
  }

  private static void clusters(Vectors.Case row) {
    ClusterTally tally = new ClusterTally();
    row.inputs()
        .path("clusters")
        .forEach(each -> tally.add(each.path(1).longValue(), each.path(0).longValue()));

    row.check("p", tally.rate().orElseThrow());
    row.check("se", tally.standardError().orElseThrow());
    row.check("deff", tally.designEffect().orElseThrow());
  }

  private static void neyman(Vectors.Case row) {
    double[] numbers =
        Neyman.numbers(numbers(row, "W"), numbers(row, "p"), numbers(row, "c"), row.number("C"));

    for (int stratum = 0; stratum < numbers.length; stratum++) {
      row.check("n", numbers[stratum], row.expected().path("n").path(stratum));
    }
  }

  private static void mixed(Vectors.Case row) {
    double[] shares = numbers(row, "T");
    List<Strata.Stratum> strata = new ArrayList<>();
    for (int i = 0; i < shares.length; i++) {
      strata.add(
          counted(
              shares[i],
              Counts.of(
                  row.inputs().path("k").path(i).longValue(),
                  row.inputs().path("n").path(i).longValue())));
    }
    Strata mixed = new Strata(strata);
    Interval interval = mixed.interval(row.number("alpha"));

    row.check("p", mixed.rate().orElseThrow());
    row.check("low", interval.low(), row.expected().path("csBonf").path(0));
    row.check("high", interval.high(), row.expected().path("csBonf").path(1));
  }

  private static Strata.Stratum counted(double share, Counts counts) {
    return new Strata.Stratum(
        new Share.Known(share), CountedRate.amongGraded(LU7, counts), counts.trials());
  }

  private static double[] numbers(Vectors.Case row, String input) {
    return StreamSupport.stream(row.inputs().path(input).spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }
}
