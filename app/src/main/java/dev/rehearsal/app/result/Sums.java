package dev.rehearsal.app.result;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.FractionBudget;

/** What a stream's sampling spends, in its budget's unit. */
public final class Sums {
  private Sums() {}

  public static double of(FractionBudget budget, Cost cost) {
    return switch (budget.unit()) {
      case USD -> cost.usd();
      case TOKENS -> (double) cost.tokens();
      case CALLS -> (double) cost.calls();
    };
  }

  public static String words(FractionBudget budget, double sum) {
    return switch (budget.unit()) {
      case USD -> Numbers.dollars(sum);
      case TOKENS -> Numbers.count(Numbers.rounded(sum), "token", "tokens");
      case CALLS -> Numbers.count(Numbers.rounded(sum), "call", "calls");
    };
  }
}
