package dev.rehearsal.standing;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.verdict.Verdict;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What became of prefixes in one category: all that its rates and comparisons depend on, so that
 * several runs can be added up.
 *
 * @param lanes by lane; a lane without any may be absent
 * @param pairs by compared lane and reference, such as {@code candidate/production}; likewise
 */
public record CategoryCounts(Map<String, Counts> lanes, Map<String, PairCounts> pairs) {
  /** Nothing counted yet. */
  public static final CategoryCounts NONE = new CategoryCounts(Map.of(), Map.of());

  public CategoryCounts {
    lanes = Map.copyOf(lanes);
    pairs = Map.copyOf(pairs);
  }

  /** One prefix, to which each lane replied once. */
  static CategoryCounts of(CategoryQuestion question, Resolved prefix) {
    Map<String, Counts> lanes = new TreeMap<>();
    for (String lane : question.lanes()) {
      LaneTally tally = new LaneTally();
      prefix.first(lane, question.id()).ifPresent(tally::add);
      lanes.put(lane, tally.counts());
    }
    Map<String, PairCounts> pairs = new TreeMap<>();
    for (LanePair pair : question.pairs()) {
      PairTally tally = new PairTally();
      Optional<Verdict> b = prefix.first(pair.b(), question.id());
      prefix
          .first(pair.a(), question.id())
          .ifPresent(a -> b.ifPresent(verdict -> tally.add(a, verdict)));
      pairs.put(name(pair), tally.all());
    }
    return new CategoryCounts(lanes, pairs);
  }

  /** The sum of both. */
  public CategoryCounts plus(CategoryCounts other) {
    Map<String, Counts> allLanes = new TreeMap<>(lanes);
    other.lanes.forEach((lane, counts) -> allLanes.merge(lane, counts, Counts::plus));
    Map<String, PairCounts> allPairs = new TreeMap<>(pairs);
    other.pairs.forEach((pair, counts) -> allPairs.merge(pair, counts, PairCounts::plus));
    return new CategoryCounts(allLanes, allPairs);
  }

  Counts lane(String lane) {
    return lanes.getOrDefault(lane, Counts.NONE);
  }

  PairCounts pair(LanePair pair) {
    return pairs.getOrDefault(name(pair), PairCounts.NONE);
  }

  private static String name(LanePair pair) {
    return pair.b() + "/" + pair.a();
  }
}
