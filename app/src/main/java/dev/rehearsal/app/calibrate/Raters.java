package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.HumanLabel.Value;
import dev.rehearsal.calibrate.DawidSkene;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Two or more people who gave their names, on the replies that each of them decided. These were
 * drawn for labels, so shares of them are no rates of the run.
 *
 * @param names in order of the alphabet
 * @param patterns who called how many replies a hit
 */
record Raters(List<String> names, List<DawidSkene.Pattern> patterns) {

  /** Empty unless two or more people labelled the same replies. */
  static Optional<Raters> of(ReplyLabels labels) {
    TreeSet<String> names = new TreeSet<>();
    labels.byPrefix().values().forEach(each -> names.addAll(each.keySet()));
    names.remove("");
    Map<List<Boolean>, Long> counted = new LinkedHashMap<>();
    for (Map<String, Value> words : labels.byPrefix().values()) {
      List<Boolean> hits = new ArrayList<>();
      for (String name : names) {
        Value word = words.getOrDefault(name, Value.UNSURE);
        if (word != Value.UNSURE) {
          hits.add(word == Value.HIT);
        }
      }
      if (hits.size() == names.size()) {
        counted.merge(List.copyOf(hits), 1L, Long::sum);
      }
    }
    return names.size() < 2 || counted.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Raters(
                List.copyOf(names),
                counted.entrySet().stream()
                    .map(each -> new DawidSkene.Pattern(each.getKey(), each.getValue()))
                    .toList()));
  }

  long replies() {
    return patterns.stream().mapToLong(DawidSkene.Pattern::replies).sum();
  }

  /** Replies that all of them call hits. */
  long all() {
    return patterns.stream()
        .filter(each -> !each.flags().contains(false))
        .mapToLong(DawidSkene.Pattern::replies)
        .sum();
  }

  /** Replies that one or more call a hit. */
  long any() {
    return patterns.stream()
        .filter(each -> each.flags().contains(true))
        .mapToLong(DawidSkene.Pattern::replies)
        .sum();
  }

  /** The fit; empty with fewer than three people, or if all are of one mind. */
  Optional<DawidSkene> diagnostic() {
    return DawidSkene.diagnostic(patterns);
  }
}
