package dev.rehearsal.app.compare;

import dev.rehearsal.compare.PairedCounts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Two sides, paired where they have the same prefix.
 *
 * @param matched prefixes that both sides have a reply to
 * @param onlyA prefixes of a alone
 * @param onlyB prefixes of b alone
 * @param categories those that both sides graded, in order of id
 * @param missing prefixes that a side has no verdict for, though the category speaks of them, in
 *     the same order
 * @param left categories that only one side graded
 */
record Pairing(
    Side a,
    Side b,
    long matched,
    long onlyA,
    long onlyB,
    Map<String, PairedCounts> categories,
    Map<String, Long> missing,
    List<String> left) {

  /** Reads both journals, a's first; memory grows with the number of a's prefixes alone. */
  static Pairing of(Side a, Side b, CommonGraders graders) {
    List<String> ids = graders.ids();
    Map<String, PairedCounts> counts = new LinkedHashMap<>();
    Map<String, Long> missing = new LinkedHashMap<>();
    long matched = 0;
    long onlyA = 0;
    long onlyB = 0;
    for (int from = 0; from < ids.size(); from += Side.MOST_CATEGORIES) {
      List<String> some = ids.subList(from, Math.min(ids.size(), from + Side.MOST_CATEGORIES));
      PrefixVerdicts verdicts = new PrefixVerdicts();
      a.each(graders.criteriaOfA(some), verdicts::put);
      Table table = new Table(some.size(), verdicts);
      b.each(graders.criteriaOfB(some), table::add);
      matched = table.matched;
      onlyA = verdicts.size() - matched;
      onlyB = table.alone;
      for (int i = 0; i < some.size(); i++) {
        counts.put(some.get(i), table.counts(i));
        missing.put(some.get(i), table.missing[i]);
      }
    }
    return new Pairing(a, b, matched, onlyA, onlyB, counts, missing, graders.left());
  }

  /** What a gate may rest on: every missing verdict counts against b. */
  PairedCounts worst(String category) {
    PairedCounts found = Objects.requireNonNull(categories.get(category), category);
    long lost = Objects.requireNonNull(missing.get(category), category);
    return new PairedCounts(found.both(), found.onlyA(), found.onlyB() + lost, found.neither());
  }

  /** Whether both runs were made from the same sample of the same log, by their digests. */
  boolean sameSample() {
    return same("sample") && same("log");
  }

  private boolean same(String part) {
    return Objects.equals(a.run().row().digest().get(part), b.run().row().digest().get(part));
  }

  /** Counts b's verdicts against a's. */
  private static final class Table {
    private final PrefixVerdicts verdicts;

    /** By category: neither, only a, only b, both. */
    private final long[][] cells;

    private final long[] missing;
    private long matched;
    private long alone;

    Table(int categories, PrefixVerdicts verdicts) {
      this.cells = new long[categories][4];
      this.missing = new long[categories];
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
        if (a == Side.OUTSIDE || b == Side.OUTSIDE) {
          continue;
        }
        if (a == Side.NONE || b == Side.NONE) {
          missing[i]++;
        } else {
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
