package dev.rehearsal.standing;

import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;

/**
 * One admitted prefix with everything known about it: the unit that estimators count.
 *
 * @param number its admission number, counted from 1
 * @param unit whose it is: a user, or a conversation of a user that is not known; prefixes of one
 *     unit follow each other where units are counted
 * @param slices what it belongs to, such as {@code meta.language=en}; empty when the plan has none
 * @param verdicts by lane, then by category; a lane that takes no part in this prefix is absent,
 *     and so is a category that was decided before
 */
public record Resolved(
    long number, String unit, List<String> slices, Map<String, Map<String, Verdict>> verdicts) {
  public Resolved {
    slices = List.copyOf(slices);
    verdicts = Map.copyOf(verdicts);
  }

  /** A prefix that is a unit of its own. */
  public Resolved(long number, List<String> slices, Map<String, Map<String, Verdict>> verdicts) {
    this(number, Long.toString(number), slices, verdicts);
  }
}
