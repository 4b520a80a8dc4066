package dev.rehearsal.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PairedVectorsTest {
  static Stream<Vectors.Case> pairs() {
    return Vectors.cases("paired");
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void agreesOnPairedComparisons(Vectors.Case row) {
    long neither = row.whole("n") - row.whole("b") - row.whole("c") - row.whole("both");
    PairedCounts counts =
        new PairedCounts(row.whole("both"), row.whole("c"), row.whole("b"), neither);
    PairedComparison comparison = new PairedComparison(counts, row.number("alpha"));

    assertThat(counts.pairs()).isEqualTo(row.whole("n"));
    row.check("thetaLo", comparison.discordantShare().low());
    row.check("thetaHi", comparison.discordantShare().high());
    row.check("logE0", comparison.logE());
    row.check("mcnemarP", comparison.mcNemar());
    row.check("rateDiff", comparison.difference().orElseThrow());
    row.check("seDiff", comparison.differenceStandardError().orElseThrow());
    row.check("marginalRatio", comparison.ratio().orElseThrow());
  }
}
