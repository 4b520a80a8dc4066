package dev.rehearsal.app.run;

import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.Stop;
import dev.rehearsal.streams.source.PreparedSource;
import java.util.OptionalLong;

/** The most that a run may send and spend, in words, before it sends anything. */
final class Most {
  private Most() {}

  /** Conversations and dollars at most. */
  static String of(CheckedPlan checked, PreparedSource source) {
    OptionalLong size = source.size();
    String conversations =
        size.isPresent()
            ? "at most " + Numbers.count(size.getAsLong()) + " conversations"
            : "as many conversations as arrive";
    return conversations + ", " + dollars(checked);
  }

  private static String dollars(CheckedPlan checked) {
    Stop stop = checked.plan().stop();
    if (stop.budgetUsd().isPresent()) {
      return "at most " + Numbers.dollars(stop.budgetUsd().getAsDouble());
    }
    boolean free =
        checked.asked().stream()
            .filter(model -> model.host().isPresent())
            .map(ModelSpec::settings)
            .allMatch(
                settings -> settings.price().filter(price -> price.of(1, 1) == 0).isPresent());
    return free ? "at no cost" : "with no limit in dollars (stop.budget-usd sets one)";
  }
}
