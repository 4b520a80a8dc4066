package dev.rehearsal.compare;

import static org.assertj.core.api.Assertions.fail;

import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnpairedVectorsTest {
  /** Without evidence from whole blocks, which nothing here uses. */
  static Stream<Vectors.Case> twoSamples() {
    return Vectors.cases("two_sample").filter(row -> !kind(row).startsWith("tg-"));
  }

  static Stream<Vectors.Case> differences() {
    return Vectors.cases("two_afc").filter(row -> kind(row).equals("newcombe"));
  }

  @ParameterizedTest
  @MethodSource("twoSamples")
  void agreesOnTwoSamples(Vectors.Case row) {
    switch (kind(row)) {
      case "ui" -> universalInference(row);
      case "or-blocks" -> blocks(row);
      case "fisher" -> row.check("p", comparison(row, 0.05).fisher());
      case "cond-binom" -> {
        RatioInterval ratio = comparison(row, row.number("alpha")).conditionalRatio();
        row.check("ratioLo", ratio.low());
        row.check("ratioHi", ratio.high());
      }
      default -> fail("no test for " + row.inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("differences")
  void agreesOnTheDifferenceOfRates(Vectors.Case row) {
    RateDifference difference =
        RateDifference.newcombe(
            Counts.of(row.whole("k1"), row.whole("n1")),
            Counts.of(row.whole("k2"), row.whole("n2")),
            row.number("alpha"));

    row.check("diff", difference.difference());
    row.check("lo", difference.low());
    row.check("hi", difference.high());
  }

  private static String kind(Vectors.Case row) {
    return row.inputs().path("kind").asText();
  }

  private static void universalInference(Vectors.Case row) {
    UniversalInference universal =
        new UniversalInference(
            Counts.of(row.whole("ks"), row.whole("ns")),
            Counts.of(row.whole("ko"), row.whole("no")));
    RatioInterval interval = universal.interval(row.number("alpha"));

    row.check("lo", interval.low());
    row.check("hi", interval.high());
    row.check("logE1", universal.logE(1));
  }

  private static void blocks(Vectors.Case row) {
    BlockComparison blocks =
        new BlockComparison(
            new LoneHits(row.whole("kS"), row.whole("kO"), new BlockShape((int) row.whole("c"), 1)),
            row.number("alpha"));
    Interval share = blocks.share();

    row.check("orLo", blocks.oddsRatio().low());
    row.check("orHi", blocks.oddsRatio().high());
    row.check("thetaLo", share.low());
    row.check("thetaHi", share.high());
    row.check("logE_OR1", blocks.logE(1));
  }

  private static UnpairedComparison comparison(Vectors.Case row, double alpha) {
    return UnpairedComparison.ofCounts(
        Counts.of(row.whole("k2"), row.whole("n2")),
        Counts.of(row.whole("k1"), row.whole("n1")),
        alpha);
  }
}
