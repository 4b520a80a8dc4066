package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.check.CheckedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The plans that people copy. */
class ShippedPlansTest {
  private static final Path PLANS = Launched.root().resolve("config/plans");

  static List<Path> plans() throws IOException {
    try (Stream<Path> files = Files.list(PLANS)) {
      return files.filter(file -> file.toString().endsWith(".conf")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("plans")
  void loadWithoutAKeyInTheEnvironment(Path plan) {
    CheckedPlan checked = CheckedPlan.read(plan, Map.of(), Map.of());

    assertThat(checked.plan().categories()).isNotEmpty();
    assertThat(checked.plan().name() + ".conf").isEqualTo(plan.getFileName().toString());
  }

  @Test
  void shipTheTaxonomyWhole() {
    CheckedPlan checked = CheckedPlan.read(PLANS.resolve("taxonomy.conf"), Map.of(), Map.of());

    assertThat(checked.plan().categories()).hasSize(19);
    assertThat(checked.judges()).containsExactly("judge");
  }
}
