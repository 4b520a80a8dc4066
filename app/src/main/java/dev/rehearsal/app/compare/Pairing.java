package dev.rehearsal.app.compare;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.compare.PairedCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Two sides, paired where they have the same prefix.
 *
 * @param matched prefixes that both sides have a reply to
 * @param onlyA prefixes of a alone
 * @param onlyB prefixes of b alone
 * @param categories those that both sides graded, in order of id
 * @param left categories that only one side graded
 */
record Pairing(
    Side a,
    Side b,
    long matched,
    long onlyA,
    long onlyB,
    Map<String, PairedCounts> categories,
    List<String> left) {

  /**
   * Reads both journals, a's first; memory grows with the number of a's prefixes alone.
   *
   * @param force pair verdicts of different graders too
   * @throws RehearsalException when there is nothing to pair, or the graders differ
   */
  static Pairing of(Side a, Side b, boolean force) {
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
              List<String> common = fingerprints.stream().filter(others::contains).toList();
              if (common.isEmpty()) {
                differ.add(category);
              }
              ofA.put(category, last(common.isEmpty() ? fingerprints : common));
              ofB.put(category, last(common.isEmpty() ? others : common));
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
    return counted(a, b, ofA, ofB, left);
  }

  private static Pairing counted(
      Side a, Side b, Map<String, String> ofA, Map<String, String> ofB, List<String> left) {
    List<String> ids = List.copyOf(ofA.keySet());
    Map<String, PairedCounts> counts = new LinkedHashMap<>();
    long matched = 0;
    long onlyA = 0;
    long onlyB = 0;
    for (int from = 0; from < ids.size(); from += Side.MOST_CATEGORIES) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + Side.MOST_CATEGORIES));
      PrefixVerdicts verdicts = new PrefixVerdicts();
      a.each(criteria(some, ofA), verdicts::put);
      Table table = new Table(some.size(), verdicts);
      b.each(criteria(some, ofB), table::add);
      matched = table.matched;
      onlyA = verdicts.size() - matched;
      onlyB = table.alone;
      for (int i = 0; i < some.size(); i++) {
        counts.put(some.get(i), table.counts(i));
      }
    }
    return new Pairing(a, b, matched, onlyA, onlyB, counts, List.copyOf(left));
  }

  /** Whether both runs were made from the same sample, by their digests. */
  boolean sameSample() {
    return Objects.equals(
        a.run().row().digest().get("sample"), b.run().row().digest().get("sample"));
  }

  /** A copy of a run keeps the verdicts of the graders that it had before: the last one counts. */
  private static String last(List<String> fingerprints) {
    return fingerprints.get(fingerprints.size() - 1);
  }

  private static List<Map.Entry<String, String>> criteria(
      List<String> ids, Map<String, String> fingerprints) {
    return ids.stream().map(id -> Map.entry(id, fingerprints.getOrDefault(id, ""))).toList();
  }

  /** Counts b's verdicts against a's. */
  private static final class Table {
    private final PrefixVerdicts verdicts;

    /** By category: neither, only a, only b, both. */
    private final long[][] cells;

    private long matched;
    private long alone;

    Table(int categories, PrefixVerdicts verdicts) {
      this.cells = new long[categories][4];
      this.verdicts = verdicts;
    }

    void add(long prefix, long bits) {
      OptionalLong other = verdicts.get(prefix);
      if (other.isEmpty()) {
        alone++;
        return;
      }
      matched++;
      for (int i = 0; i < cells.length; i++) {
        long a = Side.verdict(other.getAsLong(), i);
        long b = Side.verdict(bits, i);
        if (a != 0 && b != 0) {
          cells[i][(a == Side.HIT ? 1 : 0) + (b == Side.HIT ? 2 : 0)]++;
        }
      }
    }

    PairedCounts counts(int category) {
      long[] cell = cells[category];
      return new PairedCounts(cell[3], cell[1], cell[2], cell[0]);
    }
  }
}
