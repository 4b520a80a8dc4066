package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.HumanLabel.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What people say of the replies of one lane in one category: by prefix, each author's last word.
 *
 * @param replaced how often an author said something else of the same reply before
 */
record ReplyLabels(Map<String, Map<String, Value>> byPrefix, Optional<String> ask, long replaced) {

  /** Of labels that share lane, category and ask. */
  static ReplyLabels of(List<HumanLabel> labels) {
    Map<String, Map<String, Value>> byPrefix = new LinkedHashMap<>();
    long replaced = 0;
    for (HumanLabel label : labels) {
      Value before =
          byPrefix
              .computeIfAbsent(label.prefix(), prefix -> new LinkedHashMap<>())
              .put(label.author(), label.value());
      replaced += before != null && before != label.value() ? 1 : 0;
    }
    return new ReplyLabels(byPrefix, labels.get(0).ask(), replaced);
  }

  /** How many people called the reply a hit, and how many clean. */
  int[] votes(String prefix) {
    int[] votes = new int[2];
    for (Value value : byPrefix.getOrDefault(prefix, Map.of()).values()) {
      votes[0] += value == Value.HIT ? 1 : 0;
      votes[1] += value == Value.CLEAN ? 1 : 0;
    }
    return votes;
  }

  /** The majority's word, unsure when there is none; empty when nobody looked. */
  Optional<Value> word(String prefix) {
    if (!byPrefix.containsKey(prefix)) {
      return Optional.empty();
    }
    int[] votes = votes(prefix);
    return Optional.of(
        votes[0] > votes[1] ? Value.HIT : votes[1] > votes[0] ? Value.CLEAN : Value.UNSURE);
  }
}
