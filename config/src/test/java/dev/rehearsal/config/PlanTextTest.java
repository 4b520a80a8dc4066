package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanTextTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "models.new.api-key = sk-12345",
        "models.new.api-key = \"sk-12345\"",
        "models.new { api-key : \"sk-12345\" }",
        "models { new { headers { Authorization = \"Bearer sk-12345\" } } }",
        "models.new = ${models.old} { api-key = sk-12345 }",
        "models.new.api-key = \"\"\"sk-12345\"\"\"",
        "models.new.api-key = sk-12345${?MORE}",
        "models.new.api-key = [ sk-12345 ]",
        "shared.password = sk-12345, models.new.extra = \"see sk-12345\"",
        "shared.token = sk-12345, models.new.headers.h = ${shared.token}",
        "source.url = \"postgresql://me:sk-12345@localhost/db\"",
        "# sk-12345\n",
        "models.new.api-key = null, models.new.api-key = ${?NONE}, shared.key = sk-12345"
      })
  void masksALiteralSecret(String added) {
    assertThat(text(added, Map.of(), Map.of())).doesNotContain("12345").contains("categories");
  }

  @Test
  void masksASecretOfTheCommandLine() {
    assertThat(text("", Map.of("models.new.api-key", "sk-12345"), Map.of()))
        .doesNotContain("12345")
        .contains("***");
  }

  @Test
  void keepsReferencesAndNeverWhatTheyStandFor() {
    assertThat(
            text(
                "models.new.api-key = ${?NEW_KEY}\nshared.a = ${?NEW_KEY}",
                Map.of(),
                Map.of("NEW_KEY", "sk-12345")))
        .contains("${?NEW_KEY}")
        .doesNotContain("12345");
  }

  @Test
  void holdsWhatWasIncludedAndWhatTheCommandLineSet() {
    Plans.write(folder, "more.conf", "sample.slices = [ meta.language ]\n");

    assertThat(text("include \"more.conf\"", Map.of("sample.seed", "99"), Map.of()))
        .contains("meta.language")
        .contains("seed=99")
        .doesNotContain("include");
  }

  @Test
  void readsAsTheSamePlan() {
    String added =
        "sample { keep = [ { field = a, equals = 1 } ] }, shared.x = 3, sample.seed = ${shared.x}\n";
    Plan plan = Plans.read(folder, Plans.SMALLEST + added);
    Plan again = Plans.read(folder.resolve("again"), plan.text());

    assertThat(PlanDigest.of(again, Map.of())).isEqualTo(PlanDigest.of(plan, Map.of()));
    assertThat(again.text()).isEqualTo(plan.text());
  }

  private String text(String added, Map<String, String> sets, Map<String, String> environment) {
    Path file = Plans.write(folder, "plan.conf", Plans.SMALLEST + added + "\n");
    return PlanLoader.read(file, sets, environment, new Problems()).text();
  }
}
