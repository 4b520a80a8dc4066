package dev.rehearsal.actors.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TuningTest {

  @Test
  void readsEveryKeyThatCanChange() {
    assertThat(Tuning.read("limits.api.requests-per-minute", "120"))
        .isEqualTo(new Tuning.RequestsPerMinute("api", OptionalInt.of(120)));
    assertThat(Tuning.read("limits.api.tokens-per-minute", "null"))
        .isEqualTo(new Tuning.TokensPerMinute("api", OptionalLong.empty()));
    assertThat(Tuning.read("models.\"gpt.4\".in-flight", "8"))
        .isEqualTo(new Tuning.InFlight("gpt.4", 8));
    assertThat(Tuning.read("stop.budget-usd", "12.5"))
        .isEqualTo(new Tuning.BudgetUsd(OptionalDouble.of(12.5)));
    assertThat(Tuning.read("stop.budget-tokens", "1000"))
        .isEqualTo(new Tuning.BudgetTokens(OptionalLong.of(1_000)));
    assertThat(Tuning.read("stop.budget-calls", "7"))
        .isEqualTo(new Tuning.BudgetCalls(OptionalLong.of(7)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limits.api.requests-per-minute | 0 | limits.api.requests-per-minute must be at least 1,"
            + " was 0",
        "limits.api.requests-per-minute | many | requests-per-minute must be a whole number, was"
            + " \"many\"",
        "limits.api.tokens-per-minute | 1.5 | must be a whole number, was 1.5",
        "models.new.in-flight | null | models.new.in-flight is missing",
        "models.new.in-flight | 100001 | must be within [1, 100000], was 100001",
        "stop.budget-usd | -1 | stop.budget-usd must be above 0, was -1",
        "stop.budget-cals | 5 | stop.budget-cals stays as it is while a run goes on; did you mean"
            + " stop.budget-calls?",
        "sample.seed | 5 | sample.seed stays as it is while a run goes on; what can change:"
            + " limits.NAME.requests",
        "sample.fraction | 1.5 | sample.fraction must be above 0 and at most 1, was 1.5",
        "stop..x | 5 | is not a key and a value",
        "seed | 5 | seed stays as it is",
      })
  void refusesInTheWordsOfThePlan(String key, String value, String message) {
    assertThatThrownBy(() -> Tuning.read(key, value))
        .isInstanceOfSatisfying(
            RehearsalException.class,
            e -> assertThat(e.exitCode()).isEqualTo(RehearsalException.BAD_USAGE))
        .hasMessageContaining(message);
  }
}
