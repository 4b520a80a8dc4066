package dev.rehearsal.multiplicity;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DiscoveriesTest {
  static Stream<Vectors.Case> multiplicity() {
    return Vectors.cases("multiplicity");
  }

  @ParameterizedTest
  @MethodSource("multiplicity")
  void agreesOnDiscoveries(Vectors.Case row) {
    double alpha = row.number("alpha");
    List<Double> e = numbers(row.inputs().path("e"));
    Discoveries discoveries = among(e);
    JsonNode expected = row.expected();

    assertThat(bonferroni(e, alpha)).isEqualTo(positions(expected.path("bonferroni")));
    assertThat(holm(e, alpha)).isEqualTo(positions(expected.path("holm")));
    assertThat(discoveries.atFalseDiscoveryRate(alpha)).isEqualTo(positions(expected.path("eBH")));
    assertThat(discoveries.atFamilywiseError(alpha)).isEqualTo(positions(expected.path("eClosed")));
    for (int i = 0; i < e.size(); i++) {
      row.check(
          "eClosedValues",
          Math.exp(discoveries.closedLogE(i)),
          expected.path("eClosedValues").path(i));
      row.check(
          "eBYlevelForSelected",
          1 - Discoveries.alphaOfSelected(alpha, i + 1, e.size()),
          expected.path("eBYlevelForSelected").path(i));
    }
  }

  @Test
  void discoversAllThatBonferroniRejectsAndMore() {
    forAll(
        2_000,
        random -> {
          List<Double> e = random(random);
          double alpha = 0.5 * random.nextDouble() + 1e-3;

          assertThat(among(e).atFalseDiscoveryRate(alpha)).containsAll(bonferroni(e, alpha));
        });
  }

  @Test
  void closedTestRejectsAllThatHolmDoes() {
    forAll(
        2_000,
        random -> {
          List<Double> e = random(random);
          double alpha = 0.5 * random.nextDouble() + 1e-3;

          assertThat(among(e).atFamilywiseError(alpha)).containsAll(holm(e, alpha));
        });
  }

  @Test
  void closedValueIsTheSmallestMeanOverAllSetsThatHoldTheNull() {
    forAll(
        300,
        random -> {
          List<Double> e = random(random).subList(0, 1 + random.nextInt(8));
          for (int i = 0; i < e.size(); i++) {
            assertThat(Math.exp(among(e).closedLogE(i)))
                .isCloseTo(smallestMean(e, i), within(1e-9 * (1 + e.get(i))));
          }
        });
  }

  @Test
  void orderOfTheNullsChangesNothing() {
    forAll(
        1_000,
        random -> {
          List<Double> e = random(random);
          List<Integer> order = new ArrayList<>(IntStream.range(0, e.size()).boxed().toList());
          Collections.shuffle(order, random);
          Discoveries given = among(e);
          Discoveries shuffled = among(order.stream().map(e::get).toList());

          assertThat(original(shuffled.atFalseDiscoveryRate(0.1), order))
              .isEqualTo(given.atFalseDiscoveryRate(0.1));
          assertThat(original(shuffled.atFamilywiseError(0.1), order))
              .isEqualTo(given.atFamilywiseError(0.1));
        });
  }

  @Test
  void smallerErrorRejectsNoMore() {
    forAll(
        1_000,
        random -> {
          Discoveries discoveries = among(random(random));

          assertThat(discoveries.atFalseDiscoveryRate(0.2))
              .containsAll(discoveries.atFalseDiscoveryRate(0.05));
          assertThat(discoveries.atFamilywiseError(0.2))
              .containsAll(discoveries.atFamilywiseError(0.05));
        });
  }

  @Test
  void evidenceBeyondTheRangeOfNumbersIsKept() {
    Discoveries discoveries = Discoveries.among(List.of(5_000.0, 4_000.0, -3_000.0));

    assertThat(discoveries.atFalseDiscoveryRate(0.05)).containsExactly(0, 1);
    assertThat(discoveries.atFamilywiseError(0.05)).containsExactly(0, 1);
    assertThat(discoveries.closedLogE(0)).isCloseTo(5_000 - Math.log(3), within(1e-9));
    assertThat(discoveries.closedLogE(1)).isCloseTo(4_000 - Math.log(2), within(1e-9));
  }

  @Test
  void findsNothingAmongNothing() {
    Discoveries none = Discoveries.among(List.of());

    assertThat(none.atFalseDiscoveryRate(0.05)).isEmpty();
    assertThat(none.atFamilywiseError(0.05)).isEmpty();
  }

  @Test
  void keepsTheFalseDiscoveryRate() {
    // Three of twelve nulls are false. E-values of true nulls are 27 with a chance of 1/27, all at
    // once: the strongest dependence there is.
    Random random = new Random(3);
    double falseShares = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      double ofTrue = random.nextInt(27) == 0 ? 27 : 0;
      List<Double> e = new ArrayList<>(Collections.nCopies(9, ofTrue));
      IntStream.range(0, 3).forEach(i -> e.add(Math.exp(6 * random.nextDouble())));
      List<Integer> found = among(e).atFalseDiscoveryRate(0.05);
      long wrong = found.stream().filter(i -> i < 9).count();
      falseShares += found.isEmpty() ? 0 : (double) wrong / found.size();
    }

    assertThat(falseShares / runs).isGreaterThan(0.02).isLessThan(0.05);
  }

  @Test
  void refusesWhatIsNoNumber() {
    assertThatThrownBy(() -> Discoveries.among(List.of(1.0, Double.NaN)))
        .hasMessageContaining("not a number");
    assertThatThrownBy(() -> Discoveries.alphaOfSelected(0.05, 3, 2))
        .hasMessageContaining("of 2 quantities");
  }

  private static Discoveries among(List<Double> e) {
    return Discoveries.among(e.stream().map(Math::log).toList());
  }

  private static List<Integer> bonferroni(List<Double> e, double alpha) {
    ErrorShares shares = new ErrorShares(alpha, e.size());
    return IntStream.range(0, e.size())
        .filter(i -> e.get(i) >= (1 - 1e-15) / shares.of(1))
        .boxed()
        .toList();
  }

  /** Holm's procedure on p = min(1, 1/e). */
  private static List<Integer> holm(List<Double> e, double alpha) {
    List<Integer> order =
        IntStream.range(0, e.size())
            .boxed()
            .sorted(Comparator.comparing((Integer i) -> e.get(i)).reversed())
            .toList();
    List<Integer> rejected = new ArrayList<>();
    for (int i : order) {
      if (1 / e.get(i) > alpha / (e.size() - rejected.size())) {
        break;
      }
      rejected.add(i);
    }
    return rejected.stream().sorted().toList();
  }

  private static double smallestMean(List<Double> e, int own) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int set = 0; set < 1 << e.size(); set++) {
      if ((set >> own & 1) == 1) {
        double sum = 0;
        for (int i = 0; i < e.size(); i++) {
          sum += (set >> i & 1) * e.get(i);
        }
        smallest = Math.min(smallest, sum / Integer.bitCount(set));
      }
    }
    return smallest;
  }

  private static List<Integer> original(List<Integer> found, List<Integer> order) {
    return found.stream().map(order::get).sorted().toList();
  }

  private static List<Double> random(Random random) {
    return IntStream.range(0, 8 + random.nextInt(30))
        .mapToObj(i -> Math.exp(4 * random.nextGaussian() + 1))
        .toList();
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(each -> numbers.add(each.doubleValue()));
    return numbers;
  }

  private static List<Integer> positions(JsonNode array) {
    List<Integer> positions = new ArrayList<>();
    array.forEach(each -> positions.add(each.intValue()));
    return positions;
  }
}
