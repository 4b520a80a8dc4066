package dev.rehearsal.app.compare;

import dev.rehearsal.compare.BlockShape;
import dev.rehearsal.compare.HitOrder;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.Counts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Two sides whose prefixes have nothing to do with each other, each in its order of admission.
 *
 * @param categories those that both sides graded, in order of id
 * @param missing prefixes without a verdict that the category speaks of, in the same order
 * @param left categories that only one side graded
 */
record Unpaired(
    Side a,
    Side b,
    Map<String, UnpairedComparison> categories,
    Map<String, Missing> missing,
    List<String> left) {

  /** How many prefixes of each side lack a verdict. */
  record Missing(long ofA, long ofB) {
    long both() {
      return ofA + ofB;
    }
  }

  /**
   * Reads both journals; memory grows with the hits alone.
   *
   * @param alpha the share of the error that each comparison and interval gets
   */
  static Unpaired of(Side a, Side b, CommonGraders graders, double alpha) {
    BlockShape shape = BlockShape.planned(planned(a), planned(b));
    Map<String, UnpairedComparison> categories = new LinkedHashMap<>();
    Map<String, Missing> missing = new LinkedHashMap<>();
    List<String> ids = graders.ids();
    for (int from = 0; from < ids.size(); from += Side.MOST_CATEGORIES) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + Side.MOST_CATEGORIES));
      long[] missingOfA = new long[some.size()];
      long[] missingOfB = new long[some.size()];
      List<HitOrder> ofA = orders(a, graders.criteriaOfA(some), missingOfA);
      List<HitOrder> ofB = orders(b, graders.criteriaOfB(some), missingOfB);
      for (int i = 0; i < some.size(); i++) {
        categories.put(
            some.get(i), UnpairedComparison.inOrder(ofA.get(i), ofB.get(i), shape, alpha));
        missing.put(some.get(i), new Missing(missingOfA[i], missingOfB[i]));
      }
    }
    return new Unpaired(a, b, categories, missing, graders.left());
  }

  /**
   * How many prefixes a side set out with: known before any verdict, so no hit has a part in it.
   */
  private static long planned(Side side) {
    long sampled = side.run().summary().path("funnel").path("sampled").asLong();
    return Math.max(1, sampled);
  }

  /**
   * Whether a side counts its log and no more: its prefixes may be alike, as those of one user are,
   * so two logs of the same traffic may differ by more than the intervals allow.
   */
  boolean ofLogsAlone() {
    return ofLogAlone(a) || ofLogAlone(b);
  }

  private static boolean ofLogAlone(Side side) {
    return side.run().summary().path("estimand").asText().equals("log");
  }

  /**
   * What a gate may rest on: b's missing verdicts taken for hits, a's for clean.
   *
   * @param alpha as for the comparison itself
   */
  UnpairedComparison worst(String category, double alpha) {
    UnpairedComparison found = Objects.requireNonNull(categories.get(category), category);
    Missing lost = Objects.requireNonNull(missing.get(category), category);
    Counts a = found.reference();
    Counts b = found.compared();
    return lost.both() == 0
        ? found
        : UnpairedComparison.ofCounts(
            Counts.of(a.hits(), a.trials() + lost.ofA()),
            Counts.of(b.hits() + lost.ofB(), b.trials() + lost.ofB()),
            alpha);
  }

  private static List<HitOrder> orders(
      Side side, List<Map.Entry<String, String>> criteria, long[] missing) {
    List<HitOrder> orders = new ArrayList<>();
    criteria.forEach(criterion -> orders.add(new HitOrder()));
    side.each(
        criteria,
        (prefix, bits) -> {
          for (int i = 0; i < orders.size(); i++) {
            long verdict = Side.verdict(bits, i);
            if (verdict == Side.NONE) {
              missing[i]++;
            } else if (verdict != Side.OUTSIDE) {
              orders.get(i).add(verdict == Side.HIT);
            }
          }
        });
    return orders;
  }
}
