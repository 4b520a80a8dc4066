package dev.rehearsal.app.compare;

import dev.rehearsal.compare.BlockShape;
import dev.rehearsal.compare.HitOrder;
import dev.rehearsal.compare.UnpairedComparison;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Two sides whose prefixes have nothing to do with each other, each in its order of admission.
 *
 * @param categories those that both sides graded, in order of id
 * @param left categories that only one side graded
 */
record Unpaired(Side a, Side b, Map<String, UnpairedComparison> categories, List<String> left) {

  /**
   * Reads both journals; memory grows with the hits alone.
   *
   * @param alpha the share of the error that each comparison and interval gets
   */
  static Unpaired of(Side a, Side b, CommonGraders graders, double alpha) {
    BlockShape shape = BlockShape.planned(planned(a), planned(b));
    Map<String, UnpairedComparison> categories = new LinkedHashMap<>();
    List<String> ids = graders.ids();
    for (int from = 0; from < ids.size(); from += Side.MOST_CATEGORIES) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + Side.MOST_CATEGORIES));
      List<HitOrder> ofA = orders(a, graders.criteriaOfA(some));
      List<HitOrder> ofB = orders(b, graders.criteriaOfB(some));
      for (int i = 0; i < some.size(); i++) {
        categories.put(
            some.get(i), UnpairedComparison.inOrder(ofA.get(i), ofB.get(i), shape, alpha));
      }
    }
    return new Unpaired(a, b, categories, graders.left());
  }

  /**
   * How many prefixes a side set out with: known before any verdict, so no hit has a part in it.
   */
  private static long planned(Side side) {
    long sampled = side.run().summary().path("funnel").path("sampled").asLong();
    return Math.max(1, sampled);
  }

  private static List<HitOrder> orders(Side side, List<Map.Entry<String, String>> criteria) {
    List<HitOrder> orders = new ArrayList<>();
    criteria.forEach(criterion -> orders.add(new HitOrder()));
    side.each(
        criteria,
        (prefix, bits) -> {
          for (int i = 0; i < orders.size(); i++) {
            long verdict = Side.verdict(bits, i);
            if (verdict != 0) {
              orders.get(i).add(verdict == Side.HIT);
            }
          }
        });
    return orders;
  }
}
