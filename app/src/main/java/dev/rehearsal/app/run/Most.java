package dev.rehearsal.app.run;

import dev.rehearsal.app.check.Asked;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.Traffic;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.streams.source.PreparedSource;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The most that a run may send and spend, before it sends anything.
 *
 * @param asked everybody that is on another machine
 * @param budget US dollars of the whole run
 */
record Most(List<Asked> asked, OptionalDouble budget) {
  Most {
    asked = List.copyOf(asked);
  }

  /** Reads the prefixes once, where dollars or asks hang on their texts. */
  static Most of(CheckedPlan checked, PreparedSource source) {
    return new Most(asked(checked, source), checked.plan().stop().budgetUsd());
  }

  private static List<Asked> asked(CheckedPlan checked, PreparedSource source) {
    if (checked.asked().stream().allMatch(model -> model.host().isEmpty())) {
      return List.of();
    }
    boolean priced =
        checked.asked().stream().anyMatch(model -> model.settings().price().isPresent());
    return priced || checked.plan().lanes().stream().anyMatch(lane -> lane.fraction() < 1)
        ? Traffic.of(checked, source)
        : Traffic.unread(checked, source);
  }

  /** Asks and dollars at most, in words, of all that is sent to one host. */
  String to(Destination destination) {
    List<Asked> there =
        asked.stream().filter(each -> destination.uses().contains(each.who())).toList();
    return there.stream().map(Most::asks).collect(Collectors.joining(", ")) + "; " + dollars(there);
  }

  private static String asks(Asked each) {
    OptionalLong asks = each.asks();
    return each.who()
        + (asks.isPresent()
            ? " at most %s asks".formatted(Numbers.count(asks.getAsLong()))
            : " as many asks as arrive");
  }

  private String dollars(List<Asked> there) {
    OptionalDouble priced = Asked.mostUsd(there, OptionalDouble.empty());
    OptionalDouble most = Asked.mostUsd(there, budget);
    if (most.isEmpty()) {
      return "dollars not known (stop.budget-usd sets a limit)";
    }
    if (!most.equals(priced)) {
      return "at most " + Numbers.dollars(most.getAsDouble()) + " (stop.budget-usd)";
    }
    return most.getAsDouble() == 0
        ? "at no cost"
        : "at most " + Numbers.dollars(most.getAsDouble());
  }
}
