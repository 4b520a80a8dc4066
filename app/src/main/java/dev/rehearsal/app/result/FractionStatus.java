package dev.rehearsal.app.result;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.config.FractionBudget;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How the sampling of a run stands.
 *
 * @param fraction in force
 * @param most that may be taken
 * @param spentPerHour over the epochs that are remembered, in the budget's unit; empty before the
 *     first is over
 * @param changes how often it was changed in this run
 * @param least that ever was in force in this run
 * @param greatest that ever was
 */
public record FractionStatus(
    double fraction,
    double most,
    Optional<FractionBudget> budget,
    OptionalDouble spentPerHour,
    int changes,
    double least,
    double greatest) {

  /** In a line; empty while there is nothing that is not in the plan. */
  public Optional<String> line() {
    if (budget.isEmpty() && changes == 0) {
      return Optional.empty();
    }
    String takes = "takes " + Numbers.rate(fraction) + " of the messages";
    return Optional.of(
        takes
            + budget
                .map(
                    b ->
                        ", "
                            + spentPerHour.stream()
                                .mapToObj(sum -> Sums.words(b, sum))
                                .findFirst()
                                .orElse("cost not known yet")
                            + " of "
                            + Sums.words(b, b.perHour())
                            + " an hour")
                .orElse(""));
  }
}
