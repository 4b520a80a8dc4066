package dev.rehearsal.multiplicity;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class ErrorSharesTest {
  @Test
  void dividesTheErrorAndNoMore() {
    forAll(
        1_000,
        random -> {
          List<Double> weights =
              DoubleStream.generate(() -> Math.exp(3 * random.nextGaussian()))
                  .limit(1 + random.nextInt(40))
                  .boxed()
                  .toList();
          ErrorShares shares =
              new ErrorShares(0.05, weights.stream().mapToDouble(Double::doubleValue).sum());

          assertThat(weights.stream().mapToDouble(shares::of).sum()).isCloseTo(0.05, within(1e-12));
        });
  }

  @Test
  void equalWeightsGetEqualShares() {
    assertThat(new ErrorShares(0.05, 20).of(1)).isEqualTo(0.0025);
  }

  @Test
  void refusesWeightsThatAreNone() {
    assertThatThrownBy(() -> new ErrorShares(0.05, 0)).hasMessageContaining("above 0");
    assertThatThrownBy(() -> new ErrorShares(5, 1)).hasMessageContaining("alpha");
    assertThatThrownBy(() -> new ErrorShares(0.05, 3).of(4)).hasMessageContaining("was 4");
  }
}
