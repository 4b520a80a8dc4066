package dev.rehearsal.standing;

import java.util.List;
import java.util.OptionalLong;

/**
 * Where one category stands.
 *
 * @param decidedAt the look at which every lane and comparison was settled; the category stopped
 *     counting there
 */
public record CategoryStanding(
    String category,
    List<Estimate> estimates,
    List<Comparison> comparisons,
    OptionalLong decidedAt) {
  public CategoryStanding {
    estimates = List.copyOf(estimates);
    comparisons = List.copyOf(comparisons);
  }

  public boolean decided() {
    return decidedAt.isPresent();
  }
}
