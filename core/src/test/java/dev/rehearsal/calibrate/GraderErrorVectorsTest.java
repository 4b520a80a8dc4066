package dev.rehearsal.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraderErrorVectorsTest {
  static Stream<Vectors.Case> cases() {
    return Vectors.cases("grader_error");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void agreesOnGraderErrors(Vectors.Case row) {
    switch (row.inputs().path("kind").textValue()) {
      case "rogan-gladen" -> roganGladen(row);
      case "lang-reiczigel" -> langReiczigel(row);
      case "two-phase" -> twoPhase(row);
      case "thinned-audit" -> thinnedAudit(row);
      case "ppi" -> predictionPowered(row);
      case "active" -> active(row);
      case "dawid-skene" -> dawidSkene(row);
      default -> fail("no test for " + row.inputs().path("kind"));
    }
  }

  private static void roganGladen(Vectors.Case row) {
    double rate = RoganGladen.rate(row.number("q"), row.number("se"), row.number("sp"));

    row.check("raw", rate);
    row.check("clipped", Normal.clip(rate));
  }

  private static void langReiczigel(Vectors.Case row) {
    Interval interval =
        RoganGladen.interval(
            row.whole("k"),
            row.whole("n"),
            row.whole("kSe"),
            row.whole("nSe"),
            row.whole("kSp"),
            row.whole("nSp"),
            row.number("alpha"));

    row.check("lo", interval.low());
    row.check("hi", interval.high());
    row.check(
        "rawPoint",
        RoganGladen.rate(
            row.number("k") / row.number("n"),
            row.number("kSe") / row.number("nSe"),
            row.number("kSp") / row.number("nSp")));
  }

  private static void twoPhase(Vectors.Case row) {
    List<Stratum> strata = new ArrayList<>();
    for (int h = 0; h < row.inputs().path("n_h").size(); h++) {
      strata.add(
          new Stratum(
              row.inputs().path("n_h").path(h).longValue(),
              row.inputs().path("m_h").path(h).longValue(),
              row.inputs().path("t_h").path(h).longValue()));
    }
    TwoPhase estimate = TwoPhase.of(strata);

    row.check("p", estimate.rate().orElseThrow());
    row.check("se", estimate.standardError());
  }

  private static void thinnedAudit(Vectors.Case row) {
    Interval audited =
        ConfidenceSequence.of(BetaMixture.logUniform())
            .interval(row.number("kc"), row.number("n"), row.number("alpha"));
    Interval confirmed = FlagAudit.scaled(audited, row.number("pi"));

    row.check("point", row.number("kc") / row.number("n") / row.number("pi"));
    row.check("lo", confirmed.low());
    row.check("hi", confirmed.high());
  }

  private static void predictionPowered(Vectors.Case row) {
    PredictionPowered estimate = new PredictionPowered();
    List<Double> predictions = numbers(row, "f");
    List<Double> truths = numbers(row, "Y");
    for (int i = 0; i < truths.size(); i++) {
      estimate.labelled(predictions.get(i), truths.get(i) == 1);
    }
    numbers(row, "fUnlabelled").forEach(estimate::unlabelled);
    JsonNode given = row.inputs().path("lam");
    double weight = given.isNumber() ? given.doubleValue() : estimate.bestWeight();

    row.check("lam", weight);
    row.check("theta", estimate.rate(weight));
    row.check("se", estimate.standardError(weight));
  }

  private static void active(Vectors.Case row) {
    ActiveEstimate estimate = new ActiveEstimate();
    List<Double> predictions = numbers(row, "f");
    for (int i = 0; i < predictions.size(); i++) {
      if (numbers(row, "xi").get(i) == 1) {
        estimate.labelled(
            predictions.get(i), numbers(row, "pi").get(i), numbers(row, "Y").get(i) == 1);
      } else {
        estimate.spared(predictions.get(i));
      }
    }

    row.check("theta", estimate.rate().orElseThrow());
    row.check("se", estimate.standardError());
  }

  private static void dawidSkene(Vectors.Case row) {
    List<DawidSkene.Pattern> patterns = new ArrayList<>();
    for (JsonNode pattern : row.inputs().path("patterns")) {
      List<Boolean> flags = new ArrayList<>();
      pattern.path(0).forEach(flag -> flags.add(flag.intValue() == 1));
      patterns.add(new DawidSkene.Pattern(flags, pattern.path(1).longValue()));
    }
    DawidSkene fit = DawidSkene.fit(patterns, (int) row.whole("iterations"));

    row.check("prevalence", fit.prevalence());
    assertThat(fit.sensitivity()).hasSameSizeAs(row.expected().path("se"));
    for (int g = 0; g < fit.sensitivity().size(); g++) {
      row.check("se", fit.sensitivity().get(g), row.expected().path("se").path(g));
      row.check("sp", fit.specificity().get(g), row.expected().path("sp").path(g));
    }
  }

  private static List<Double> numbers(Vectors.Case row, String field) {
    return StreamSupport.stream(row.inputs().path(field).spliterator(), false)
        .map(JsonNode::doubleValue)
        .toList();
  }
}
