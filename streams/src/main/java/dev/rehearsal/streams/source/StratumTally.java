package dev.rehearsal.streams.source;

import dev.rehearsal.config.SampleStrata;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** Counts the conversations of each stratum of a log, if any are drawn. Not thread-safe. */
final class StratumTally {
  private final List<String> names;
  private final List<Double> fractions;
  private final int populations;
  private final long[] records;
  private final long[] drawn;
  private final long[][] sizes;

  StratumTally(Preparation preparation) {
    this.names = preparation.sample().strata().map(SampleStrata::names).orElse(List.of());
    this.fractions = preparation.sample().strata().map(s -> fractions(s, names)).orElse(List.of());
    this.populations = preparation.populations().size();
    this.records = new long[names.size()];
    this.drawn = new long[names.size()];
    this.sizes = new long[names.size()][populations];
  }

  /**
   * Counts a conversation.
   *
   * @param stratum see {@link SampleStrata#names}
   * @param membership one bit for each population that it lies in
   */
  void count(int stratum, boolean taken, long[] membership) {
    records[stratum]++;
    drawn[stratum] += taken ? 1 : 0;
    for (int i = 0; i < populations; i++) {
      sizes[stratum][i] += membership[i / Long.SIZE] >>> i & 1;
    }
  }

  List<Stratum> strata() {
    List<Stratum> strata = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      strata.add(
          new Stratum(
              names.get(i),
              fractions.get(i),
              records[i],
              drawn[i],
              LongStream.of(sizes[i]).boxed().toList()));
    }
    return strata;
  }

  private static List<Double> fractions(SampleStrata strata, List<String> names) {
    return names.stream().map(name -> strata.fraction(name).orElseThrow()).toList();
  }
}
