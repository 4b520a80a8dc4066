package dev.rehearsal.standing;

import dev.rehearsal.estimate.State;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Where one category stands.
 *
 * @param decidedAt the look at which every lane and comparison was settled; the category stopped
 *     counting there
 * @param alarms estimates whose rate was not one rate
 */
public record CategoryStanding(
    String category,
    List<Estimate> estimates,
    List<Comparison> comparisons,
    OptionalLong decidedAt,
    List<Alarm> alarms) {
  public CategoryStanding {
    estimates = List.copyOf(estimates);
    comparisons = List.copyOf(comparisons);
    alarms = List.copyOf(alarms);
  }

  public boolean decided() {
    return decidedAt.isPresent();
  }

  /** True when it stopped counting although not everything is settled: the rest was given up. */
  public boolean futile() {
    return Stream.concat(
            estimates.stream().map(Estimate::state), comparisons.stream().map(Comparison::state))
        .anyMatch(state -> state == State.FUTILE);
  }
}
