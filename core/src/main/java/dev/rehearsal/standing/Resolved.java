package dev.rehearsal.standing;

import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One admitted prefix with everything known about it: the unit that estimators count.
 *
 * @param number its admission number, counted from 1
 * @param unit whose it is: a user, or a conversation of a user that is not known; prefixes of one
 *     unit follow each other where units are counted
 * @param slices what it belongs to, such as {@code meta.language=en}; empty when the plan has none
 * @param verdicts on each lane's first reply, by lane, then by category; a lane that takes no part
 *     in this prefix is absent, and so is a category that was decided before
 * @param repeats the same of each lane's second reply, third reply, and so on; empty when no lane
 *     replies more than once
 */
public record Resolved(
    long number,
    String unit,
    List<String> slices,
    Map<String, Map<String, Verdict>> verdicts,
    List<Map<String, Map<String, Verdict>>> repeats) {
  public Resolved {
    slices = List.copyOf(slices);
    verdicts = Map.copyOf(verdicts);
    repeats = List.copyOf(repeats);
  }

  /** A prefix to which each lane replied once. */
  public Resolved(
      long number, String unit, List<String> slices, Map<String, Map<String, Verdict>> verdicts) {
    this(number, unit, slices, verdicts, List.of());
  }

  /** A prefix that is a unit of its own, and to which each lane replied once. */
  public Resolved(long number, List<String> slices, Map<String, Map<String, Verdict>> verdicts) {
    this(number, Long.toString(number), slices, verdicts);
  }

  /** The verdict on a lane's first reply, if it has one. */
  Optional<Verdict> first(String lane, String category) {
    return Optional.ofNullable(verdicts.getOrDefault(lane, Map.of()).get(category));
  }

  /** The verdicts on all of a lane's replies, in their order. */
  List<Verdict> all(String lane, String category) {
    Verdict first = verdicts.getOrDefault(lane, Map.of()).get(category);
    if (repeats.isEmpty()) {
      return first == null ? List.of() : List.of(first);
    }
    List<Verdict> all = new ArrayList<>();
    if (first != null) {
      all.add(first);
    }
    for (Map<String, Map<String, Verdict>> repeat : repeats) {
      Verdict next = repeat.getOrDefault(lane, Map.of()).get(category);
      if (next != null) {
        all.add(next);
      }
    }
    return all;
  }
}
