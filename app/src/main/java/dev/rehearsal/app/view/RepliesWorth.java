package dev.rehearsal.app.view;

import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.Units;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What several replies to one prefix say, beside as many replies to as many prefixes. With few hits
 * nothing is said: one hit is always alone with its prefix, and where there is none, replies to one
 * prefix show the rate to be low no better than one of them does.
 */
final class RepliesWorth {
  private RepliesWorth() {}

  /** A line for each lane that gives several replies. */
  static List<String> lines(Standing standing) {
    Map<String, List<Units>> lanes = new TreeMap<>();
    for (Estimate estimate : standing.estimates()) {
      if (estimate.slice().equals(Estimate.ALL)
          && estimate.counts().hits() >= Sentences.HITS_TO_TELL_WORTH) {
        estimate
            .units()
            .filter(units -> units.kind() == Units.Kind.PREFIXES)
            .ifPresent(
                units -> lanes.computeIfAbsent(estimate.lane(), l -> new ArrayList<>()).add(units));
      }
    }
    List<String> lines = new ArrayList<>();
    lanes.forEach((lane, units) -> lines.add(worth(lane, units)));
    return lines;
  }

  private static String worth(String lane, List<Units> units) {
    int replies = units.get(0).replies();
    DoubleSummaryStatistics effects =
        units.stream().flatMapToDouble(u -> u.designEffect().stream()).summaryStatistics();
    if (effects.getCount() == 0) {
      return "%s: what %d replies to one prefix are worth is not known".formatted(lane, replies);
    }
    return "%s: %d replies to one prefix are worth %s independent ones, one reply to each of %d prefixes is worth %d (design effect %s)"
        .formatted(
            lane,
            replies,
            range(
                Sentences.worth(replies, effects.getMax()),
                Sentences.worth(replies, effects.getMin())),
            replies,
            replies,
            range(effects.getMin(), effects.getMax()));
  }

  private static String range(double least, double most) {
    String low = String.format(Locale.ROOT, "%.2f", least);
    String high = String.format(Locale.ROOT, "%.2f", most);
    return low.equals(high) ? low : low + " to " + high;
  }
}
