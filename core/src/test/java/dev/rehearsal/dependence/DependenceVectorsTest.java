package dev.rehearsal.dependence;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
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
    assertThatThrownBy(() -> new Weighted().add(0, true))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("was 0.0");
    assertThatThrownBy(
            () -> Strata.mixed(List.of(Strata.Stratum.counted(0.5, LU7, Counts.of(1, 2))), 0.05))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sum to 1, was 0.5");
  }

  @Test
  void aStratumThatNobodySawMayHaveAnyRate() {
    Strata.Mixed mixed =
        Strata.mixed(
            List.of(
                Strata.Stratum.counted(0.9, LU7, Counts.of(0, 1_000)),
                Strata.Stratum.counted(0.1, LU7, Counts.NONE)),
            0.05);

    assertThat(mixed.rate()).isEmpty();
    assertThat(mixed.interval().low()).isZero();
    assertThat(mixed.interval().high()).isBetween(0.1, 0.11);
    assertThat(mixed.worstCase()).isEqualTo(mixed.interval());
  }

  /** Strata that are all one population: the mix says what one interval says, a little wider. */
  @Test
  void theMixOfEqualStrataHoldsTheirRate() {
    forAll(
        200,
        random -> {
          long hits = random.nextInt(50);
          Counts counts = new Counts(hits, 1_000, random.nextInt(20), 0);
          double share = 0.01 + 0.98 * random.nextDouble();
          Strata.Mixed mixed =
              Strata.mixed(
                  List.of(
                      Strata.Stratum.counted(share, LU7, counts),
                      Strata.Stratum.counted(1 - share, LU7, counts)),
                  0.05);

          assertThat(mixed.rate().orElseThrow()).isCloseTo(hits / 1e3, within(1e-12));
          assertThat(mixed.interval().low())
              .isCloseTo(LU7.interval(counts, 0.025).low(), within(1e-12));
          assertThat(mixed.interval().high())
              .isCloseTo(LU7.interval(counts, 0.025).high(), within(1e-12));
          assertThat(mixed.worstCase().contains(mixed.interval())).isTrue();
        });
  }

  private static void weighted(Vectors.Case row) {
    Weighted weighted = new Weighted();
    JsonNode weights = row.inputs().path("w");
    for (int i = 0; i < weights.size(); i++) {
      weighted.add(weights.path(i).doubleValue(), row.inputs().path("y").path(i).intValue() == 1);
    }

    row.check("p", weighted.rate().orElseThrow());
    row.check("seLin", weighted.standardError().orElseThrow());
    row.check("ess", weighted.effectiveSize());
    row.check("ht", weighted.rateOver(row.number("N")));
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
        Strata.neyman(numbers(row, "W"), numbers(row, "p"), numbers(row, "c"), row.number("C"));

    for (int stratum = 0; stratum < numbers.length; stratum++) {
      row.check("n", numbers[stratum], row.expected().path("n").path(stratum));
    }
  }

  private static void mixed(Vectors.Case row) {
    List<Strata.Stratum> strata = new ArrayList<>();
    for (int i = 0; i < row.inputs().path("T").size(); i++) {
      strata.add(
          Strata.Stratum.counted(
              row.inputs().path("T").path(i).doubleValue(),
              LU7,
              Counts.of(
                  row.inputs().path("k").path(i).longValue(),
                  row.inputs().path("n").path(i).longValue())));
    }
    Strata.Mixed mixed = Strata.mixed(strata, row.number("alpha"));

    row.check("p", mixed.rate().orElseThrow());
    row.check("se", mixed.standardError().orElseThrow());
    row.check("low", mixed.interval().low(), row.expected().path("csBonf").path(0));
    row.check("high", mixed.interval().high(), row.expected().path("csBonf").path(1));
  }

  private static double[] numbers(Vectors.Case row, String input) {
    return StreamSupport.stream(row.inputs().path(input).spliterator(), false)
        .mapToDouble(JsonNode::doubleValue)
        .toArray();
  }
}
