package dev.rehearsal.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.estimate.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreboardTest {
  private static final Counts PREVIOUS = Counts.of(20, 1000);

  /** Fell as forecast; rose though a fall was forecast; stayed, and none was forecast to move. */
  private static final Scoreboard BOARD =
      new Scoreboard(List.of(scored(5, 4, true), scored(10, 40, true), scored(20, 20, false)));

  @Test
  void aTieIsNoRightDirection() {
    assertThat(BOARD.directions()).isEqualTo(new Scoreboard.Share(1, 3));
  }

  @Test
  void moversAndSettledCategoriesAreScoredApart() {
    assertThat(BOARD.movers().directions()).isEqualTo(new Scoreboard.Share(1, 2));
    assertThat(BOARD.decided().scored()).hasSize(2);
  }

  @Test
  void theMedianErrorStandsBesideThatOfNoiseAlone() {
    assertThat(BOARD.medianError().orElseThrow()).isCloseTo(5.5 / 4.5, within(1e-9));
    assertThat(BOARD.medianNoise().orElseThrow()).isBetween(1.1, 1.6);
    assertThat(BOARD.movers().medianError().orElseThrow())
        .isCloseTo((5.5 / 4.5 + 40.5 / 10.5) / 2, within(1e-9));
  }

  @Test
  void countsFarFromTheForecastAreNotCovered() {
    assertThat(BOARD.covered(0.1)).isEqualTo(new Scoreboard.Share(2, 3));
  }

  @Test
  void losingLessThanNothingChangesIsTestedExactly() {
    Scoreboard naive =
        new Scoreboard(
            BOARD.scored().stream()
                .map(
                    s ->
                        new Scored(
                            RateForecast.of(s.previous()), s.previous(), s.observed(), s.decided()))
                .toList());

    // Of eight ways to set the signs, the third difference is 0 and doubles each of the others.
    assertThat(BOARD.betterThan(naive)).hasValue(0.75);
    assertThat(BOARD.betterThan(BOARD)).hasValue(1);
  }

  @Test
  void whatCannotBeKnownIsEmpty() {
    Scoreboard none = new Scoreboard(List.of());

    assertThat(none.medianError()).isEmpty();
    assertThat(none.meanRegret()).isEmpty();
    assertThat(none.correlation()).isEmpty();
    assertThat(
            new Scoreboard(List.of(scored(5, 5, true), scored(5, 5, true), scored(5, 5, true)))
                .correlation())
        .isEmpty();
    assertThat(BOARD.correlation().orElseThrow()).isBetween(-1.0, 1.0);
  }

  private static Scored scored(long forecast, long observed, boolean decided) {
    return new Scored(
        RateForecast.of(Counts.of(forecast, 1000)), PREVIOUS, Counts.of(observed, 1000), decided);
  }
}
