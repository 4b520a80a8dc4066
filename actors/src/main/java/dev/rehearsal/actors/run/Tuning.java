package dev.rehearsal.actors.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.config.Limits;
import dev.rehearsal.config.Problems;
import dev.rehearsal.config.Setting;
import dev.rehearsal.config.Spelling;
import dev.rehearsal.config.Spending;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * A key of the plan that may change while a run goes on, with its new value; an empty one is no
 * limit. Only keys that can change no observation are among them, and the fraction of a stream, of
 * which each epoch's is journalled.
 */
public sealed interface Tuning {

  record RequestsPerMinute(String credential, OptionalInt most) implements Tuning {}

  record TokensPerMinute(String credential, OptionalLong most) implements Tuning {}

  record InFlight(String model, int most) implements Tuning {}

  record BudgetUsd(OptionalDouble most) implements Tuning {}

  record BudgetTokens(OptionalLong most) implements Tuning {}

  record BudgetCalls(OptionalLong most) implements Tuning {}

  /** Of a stream: it is the source's and not an actor's. */
  record SampleFraction(double most) implements Tuning {}

  /** The keys, as people write them. */
  List<String> KEYS =
      List.of(
          "limits.NAME.requests-per-minute",
          "limits.NAME.tokens-per-minute",
          "models.NAME.in-flight",
          "stop.budget-usd",
          "stop.budget-tokens",
          "stop.budget-calls",
          "sample.fraction");

  /**
   * Reads a key and its value.
   *
   * @throws RehearsalException with exit code 2, in the words of the plan, when the value is not
   *     allowed or the key stays as it is while a run goes on
   */
  static Tuning read(String key, String value) {
    Problems problems = new Problems();
    Setting setting = Setting.parse(key, value, problems);
    Tuning tuning = read(setting);
    problems.throwIfAny();
    return tuning;
  }

  private static Tuning read(Setting setting) {
    String owner = setting.path().size() == 3 ? setting.path().get(1) : "";
    switch (setting.key().replace("." + owner + ".", ".NAME.")) {
      case "limits.NAME.requests-per-minute":
        return new RequestsPerMinute(owner, Limits.read(setting.block()).requestsPerMinute());
      case "limits.NAME.tokens-per-minute":
        return new TokensPerMinute(owner, Limits.read(setting.block()).tokensPerMinute());
      case "models.NAME.in-flight":
        return new InFlight(owner, ModelSettings.inFlight(setting.block()));
      case "stop.budget-usd":
        return new BudgetUsd(Spending.read(setting.block()).usd());
      case "stop.budget-tokens":
        return new BudgetTokens(Spending.read(setting.block()).tokens());
      case "stop.budget-calls":
        return new BudgetCalls(Spending.read(setting.block()).calls());
      case "sample.fraction":
        return new SampleFraction(setting.block().share("fraction"));
      default:
        throw RehearsalException.badUsage(
            setting.key()
                + " stays as it is while a run goes on"
                + Spelling.nearest(setting.key(), KEYS)
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("")
                + "; what can change: "
                + String.join(", ", KEYS));
    }
  }
}
