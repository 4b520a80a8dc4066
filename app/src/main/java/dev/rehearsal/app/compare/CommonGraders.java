package dev.rehearsal.app.compare;

import dev.rehearsal.RehearsalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The categories that both sides graded, each with the grader that decided its run: an older one's
 * verdicts go on past its decision, and stop where a faster grader let the run go on.
 *
 * @param ofA fingerprints of the first side's graders, by category
 * @param ofB fingerprints of the second side's graders, by category
 * @param left categories that only one side graded
 */
record CommonGraders(Map<String, String> ofA, Map<String, String> ofB, List<String> left) {

  /**
   * Finds them.
   *
   * @param force take verdicts of different graders too
   * @throws RehearsalException when there is no common category, or its graders differ
   */
  static CommonGraders of(Side a, Side b, boolean force) {
    Map<String, String> ofA = new TreeMap<>();
    Map<String, String> ofB = new TreeMap<>();
    List<String> left = new ArrayList<>();
    List<String> differ = new ArrayList<>();
    a.graders()
        .forEach(
            (category, fingerprints) -> {
              List<String> others = b.graders().getOrDefault(category, List.of());
              if (others.isEmpty()) {
                left.add(category);
                return;
              }
              ofA.put(category, last(fingerprints));
              ofB.put(category, last(others));
              if (!last(fingerprints).equals(last(others))) {
                differ.add(category);
              }
            });
    b.graders().keySet().stream().filter(c -> !a.graders().containsKey(c)).forEach(left::add);
    if (!differ.isEmpty() && !force) {
      throw RehearsalException.badUsage(
          "different graders decided %s in %s and in %s: a change of the rate could be the graders';"
                  .formatted(String.join(", ", differ), a.path(), b.path())
              + " regrade one run with the other's plan, or add --force-different-graders");
    }
    if (ofA.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s and %s have no category in common: there is nothing to compare"
              .formatted(a.path(), b.path()));
    }
    return new CommonGraders(ofA, ofB, List.copyOf(left));
  }

  /** The categories with the first side's graders, in order. */
  List<Map.Entry<String, String>> criteriaOfA(List<String> ids) {
    return ids.stream().map(id -> Map.entry(id, ofA.getOrDefault(id, ""))).toList();
  }

  /** The same with the second side's graders. */
  List<Map.Entry<String, String>> criteriaOfB(List<String> ids) {
    return ids.stream().map(id -> Map.entry(id, ofB.getOrDefault(id, ""))).toList();
  }

  /** In order of id. */
  List<String> ids() {
    return List.copyOf(ofA.keySet());
  }

  /** A copy of a run keeps the verdicts of the graders that it had before: the last one counts. */
  private static String last(List<String> fingerprints) {
    return fingerprints.get(fingerprints.size() - 1);
  }
}
