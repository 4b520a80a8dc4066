package dev.rehearsal.sampling;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EpochRuleTest {
  private static final EpochRule RULE = new EpochRule(0.001, 10);

  @Test
  void takesWhatTheBudgetAllowsAtThePriceOfThePast() {
    // 10 of 1,000 were taken for 0.5 each: with one more, all would cost 550, and 10 are allowed.
    EpochRule.State next = RULE.after(RULE.begin(0.1, 1), new Epoch(0.1, 1_000, 100, 50), 1);

    assertThat(next.debt()).isEqualTo(40);
    assertThat(next.fraction()).as("the debt of 40 takes all of it").isEqualTo(0.001);
    EpochRule.State frugal = RULE.after(RULE.begin(0.01, 1), new Epoch(0.01, 1_000, 10, 5), 1);
    assertThat(frugal.fraction()).isCloseTo(10 / (5.0 / 10 * 11 / 10 * 1_000), within(1e-12));
  }

  @Test
  void staysWithinItsBounds() {
    forAll(
        500,
        random -> {
          double most = 0.002 + 0.998 * random.nextDouble();
          EpochRule.State state = RULE.begin(random.nextDouble(), most);
          for (int i = 0; i < 50; i++) {
            assertThat(state.fraction()).isBetween(0.001, most);
            state = RULE.after(state, anything(state.fraction(), random), most);
          }
          assertThat(RULE.after(state, anything(0.5, random), 0.0001).fraction())
              .as("most holds, also below least")
              .isEqualTo(0.0001);
        });
  }

  @Test
  void growsNoFasterThanItsStep() {
    forAll(
        500,
        random -> {
          EpochRule.State state = RULE.begin(random.nextDouble(), 1);
          for (int i = 0; i < 50; i++) {
            EpochRule.State next = RULE.after(state, anything(state.fraction(), random), 1);
            assertThat(next.fraction())
                .isLessThanOrEqualTo(EpochRule.MOST_GROWTH * state.fraction());
            state = next;
          }
        });
  }

  @Test
  void takesNoMoreTheMoreAnEpochCostOrTheLessTheBudgetIs() {
    forAll(
        1_000,
        random -> {
          EpochRule.State state = RULE.begin(random.nextDouble(), 1);
          for (int i = 0; i < random.nextInt(15); i++) {
            state = RULE.after(state, anything(state.fraction(), random), 1);
          }
          Epoch epoch = anything(state.fraction(), random);
          Epoch dearer =
              new Epoch(
                  epoch.fraction(),
                  epoch.offered(),
                  epoch.taken(),
                  epoch.spent() + 20 * random.nextDouble());
          double fraction = RULE.after(state, epoch, 1).fraction();

          assertThat(RULE.after(state, dearer, 1).fraction()).isLessThanOrEqualTo(fraction);
          assertThat(
                  new EpochRule(0.001, 10 * random.nextDouble()).after(state, epoch, 1).fraction())
              .isLessThanOrEqualTo(fraction);
          assertThat(RULE.after(state, epoch, 0.3).fraction()).isLessThanOrEqualTo(fraction);
        });
  }

  @Test
  void spendsNoMoreThanTheBudgetInExpectation() {
    forAll(
        20,
        random -> {
          double price = 0.05 + random.nextDouble();
          double messages = 50 + random.nextInt(2_000);
          EpochRule.State state = RULE.begin(0.001, 1);
          double sum = 0;
          int epochs = 3_000;
          for (int i = 0; i < epochs; i++) {
            Epoch epoch = of(state.fraction(), poisson(messages, random), price, random);
            sum += epoch.spent();
            state = RULE.after(state, epoch, 1);
          }
          // At 1 everything is taken, and at the least whatever it costs.
          double everything = price * messages;
          assertThat(sum / epochs)
              .as("%.2f each of %.0f", price, messages)
              .isBetween(0.7 * Math.min(10, everything), 1.01 * Math.min(10, everything));
        });
  }

  @Test
  void exceedsTheBudgetByNoMoreThanTheDebtWhateverComes() {
    forAll(
        200,
        random -> {
          EpochRule.State state = RULE.begin(1, 1);
          double sum = 0;
          for (int i = 1; i <= 200; i++) {
            Epoch epoch = anything(state.fraction(), random);
            sum += epoch.spent();
            state = RULE.after(state, epoch, 1);
            assertThat(sum).isLessThanOrEqualTo(i * 10 + state.debt() + 1e-9);
            if (state.debt() >= 10 / EpochRule.PAID_BACK && epoch.offered() > 0) {
              assertThat(state.fraction()).isEqualTo(0.001);
            }
          }
        });
  }

  @Test
  void settlesWithoutSwingingAlsoWhereCostsComeAnEpochLate() {
    forAll(
        300,
        random -> {
          double price = 0.01 + random.nextDouble();
          double messages = 100 + random.nextInt(5_000);
          EpochRule.State state = RULE.begin(0.001, 1);
          double late = 0;
          List<Double> fractions = new ArrayList<>();
          for (int i = 0; i < 150; i++) {
            double taken = state.fraction() * messages;
            state = RULE.after(state, new Epoch(state.fraction(), messages, taken, late), 1);
            late = taken * price;
            fractions.add(state.fraction());
          }
          List<Double> settled = fractions.subList(100, 150);
          double low = settled.stream().mapToDouble(f -> f).min().orElseThrow();
          double high = settled.stream().mapToDouble(f -> f).max().orElseThrow();
          assertThat(high / low).isLessThan(1.01);
          assertThat(late).isBetween(0.75 * Math.min(10, price * messages), 10.0);
        });
  }

  @Test
  void takesMoreAgainAfterQuietTimes() {
    EpochRule.State state = RULE.begin(0.001, 1);
    for (int i = 0; i < 60; i++) {
      state = RULE.after(state, exactly(state.fraction(), 10_000), 1);
    }
    double busy = state.fraction();
    assertThat(busy).isBetween(0.008 * 0.75, 0.01);
    for (int i = 0; i < 15; i++) {
      state = RULE.after(state, exactly(state.fraction(), 100), 1);
    }
    assertThat(state.fraction()).isGreaterThan(0.75);
    for (int i = 0; i < 25; i++) {
      state = RULE.after(state, exactly(state.fraction(), 10_000), 1);
    }
    assertThat(state.fraction()).as("the burst is a debt first").isEqualTo(0.001);
    for (int i = 0; i < 200; i++) {
      state = RULE.after(state, exactly(state.fraction(), 10_000), 1);
    }
    assertThat(state.fraction()).isBetween(busy * 0.75, busy * 1.25);
  }

  @Test
  void keepsTheFractionWhileNobodyComes() {
    EpochRule.State state = RULE.begin(0.2, 1);
    for (int i = 0; i < 20; i++) {
      state = RULE.after(state, new Epoch(0.2, 0, 0, 0), 1);
    }
    assertThat(state.fraction()).isEqualTo(0.2);
    assertThat(state.past()).hasSize(EpochRule.REMEMBERED);
  }

  @Test
  void refusesBoundsThatAreNone() {
    assertThatThrownBy(() -> new EpochRule(0, 1)).hasMessageContaining("least");
    assertThatThrownBy(() -> new EpochRule(0.5, 0)).hasMessageContaining("were 0.5 and 0");
  }

  private static Epoch exactly(double fraction, double offered) {
    return new Epoch(fraction, offered, fraction * offered, fraction * offered * 0.1);
  }

  private static Epoch of(double fraction, double offered, double price, Random random) {
    long taken = 0;
    double spent = 0;
    for (int i = 0; i < offered; i++) {
      if (random.nextDouble() < fraction) {
        taken++;
        spent += price * 2 * random.nextDouble();
      }
    }
    return new Epoch(fraction, offered, taken, spent);
  }

  private static Epoch anything(double fraction, Random random) {
    double offered = random.nextInt(4) == 0 ? 0 : random.nextInt(10_000);
    double taken = Math.floor(fraction * offered * 2 * random.nextDouble());
    return new Epoch(fraction, offered, taken, taken * random.nextDouble());
  }

  private static double poisson(double mean, Random random) {
    return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
  }
}
