package dev.rehearsal.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.State;
import dev.rehearsal.testing.Vectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UnpairedVectorsTest {
  static Stream<Vectors.Case> twoSamples() {
    return Vectors.cases("two_sample");
  }

  static Stream<Vectors.Case> twoAlternatives() {
    return Vectors.cases("two_afc");
  }

  @ParameterizedTest
  @MethodSource("twoSamples")
  void agreesOnTwoSamples(Vectors.Case row) {
    switch (row.inputs().path("kind").textValue()) {
      case "ui" -> universalInference(row);
      case "or-blocks" -> blocks(row);
      case "tg-block" ->
          row.check(
              "e",
              Math.exp(
                  BlockEvidence.logBlock(
                      row.whole("ya"),
                      row.whole("na"),
                      row.whole("yb"),
                      row.whole("nb"),
                      row.number("thetaA"),
                      row.number("thetaB"))));
      case "tg-seq" -> blockSequence(row);
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
  @MethodSource("twoAlternatives")
  void agreesOnTwoAlternatives(Vectors.Case row) {
    if (row.inputs().path("kind").textValue().equals("newcombe")) {
      RateDifference difference =
          RateDifference.newcombe(
              Counts.of(row.whole("k1"), row.whole("n1")),
              Counts.of(row.whole("k2"), row.whole("n2")),
              row.number("alpha"));
      row.check("diff", difference.difference());
      row.check("lo", difference.low());
      row.check("hi", difference.high());
      return;
    }
    TwoAlternatives judged =
        new TwoAlternatives(row.whole("w"), row.whole("m"), row.number("alpha"));
    double margin = row.number("delta");

    row.check("csLo", judged.winRate().low());
    row.check("csHi", judged.winRate().high());
    row.check("tostLower", judged.tostLower(margin));
    row.check("tostUpper", judged.tostUpper(margin));
    row.check("tostP", judged.tost(margin));
    assertThat(judged.state(margin) == State.EQUIVALENT)
        .isEqualTo(row.expected().path("equivalent").booleanValue());
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

  private static void blockSequence(Vectors.Case row) {
    BlockEvidence evidence = new BlockEvidence(row.number("gamma"));
    JsonNode a = row.inputs().path("ya");
    for (int i = 0; i < a.size(); i++) {
      evidence.add(a.path(i).longValue(), 1, row.inputs().path("yb").path(i).longValue(), 1);
    }

    row.check("logE", evidence.logE());
  }

  private static UnpairedComparison comparison(Vectors.Case row, double alpha) {
    return UnpairedComparison.ofCounts(
        Counts.of(row.whole("k2"), row.whole("n2")),
        Counts.of(row.whole("k1"), row.whole("n1")),
        alpha);
  }
}
