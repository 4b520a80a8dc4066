package dev.rehearsal.standing;

import java.util.List;

/**
 * All estimates at one moment.
 *
 * @param watermark how many admitted prefixes are counted: every number up to it is resolved
 * @param categories in the plan's order
 */
public record Standing(long watermark, List<CategoryStanding> categories) {
  public Standing {
    categories = List.copyOf(categories);
  }

  /** True when there is nothing left to find out: every category is decided. */
  public boolean decided() {
    return !categories.isEmpty() && categories.stream().allMatch(CategoryStanding::decided);
  }

  /** Every estimate of every category, headline and slices. */
  public List<Estimate> estimates() {
    return categories.stream().flatMap(c -> c.estimates().stream()).toList();
  }

  /** Every alarm of every category. */
  public List<Alarm> alarms() {
    return categories.stream().flatMap(c -> c.alarms().stream()).toList();
  }

  /** Every comparison of every category. */
  public List<Comparison> comparisons() {
    return categories.stream().flatMap(c -> c.comparisons().stream()).toList();
  }
}
