package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanTest {
  @TempDir Path folder;

  @Test
  void comparesEveryPairOfLanesAndWaitsForThoseOfTheCandidate() {
    Plan plan = Plans.read(folder, Plans.SMALLEST + "lanes.baseline = old\n");

    assertThat(plan.comparisons())
        .filteredOn(comparison -> comparison.category().equals("lies"))
        .containsExactly(
            new Comparison("lies", "production", "baseline", false),
            new Comparison("lies", "production", "candidate", true),
            new Comparison("lies", "baseline", "candidate", true));
  }

  @Test
  void dividesTheErrorAmongHeadlinePairsAndComparisons() {
    Plan two = Plans.read(folder, Plans.SMALLEST);
    Plan three = Plans.read(folder, Plans.SMALLEST + "lanes.baseline = old\n");

    assertThat(two.namedEstimates()).isEqualTo(2 * 2 + 2);
    assertThat(three.namedEstimates()).isEqualTo(2 * 3 + 2 * 3);
    assertThat(two.alphaPerEstimate(two.categories().get(0))).isEqualTo(0.05 / 6, within(1e-15));
  }

  @Test
  void givesAHeavierCategoryMoreOfTheError() {
    Plan plan = Plans.read(folder, Plans.SMALLEST.replace("id = lies,", "id = lies, weight = 3,"));

    double light = plan.alphaPerEstimate(plan.categories().get(0));
    double heavy = plan.alphaPerEstimate(plan.categories().get(1));

    assertThat(heavy).isEqualTo(3 * light, within(1e-15));
    assertThat(3 * light + 3 * heavy).isEqualTo(0.05, within(1e-15));
  }

  @Test
  void givesEachEstimateTheWholeErrorWhenNotSimultaneous() {
    Plan plan = Plans.read(folder, Plans.SMALLEST + "estimate.simultaneous = off\n");

    assertThat(plan.alphaPerEstimate(plan.categories().get(0))).isEqualTo(0.05, within(1e-15));
  }

  @Test
  void findsItsPartsByName() {
    Plan plan = Plans.read(folder, Plans.SMALLEST);

    assertThat(plan.lane(Lane.Role.CANDIDATE)).map(Lane::generates).contains(true);
    assertThat(plan.lane(Lane.Role.BASELINE)).isEmpty();
    assertThat(plan.model("tape").path()).isEqualTo("models.tape");
    assertThatThrownBy(() -> plan.grader("none"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the plan has no grader none");
  }
}
