package dev.rehearsal.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.testing.Vectors;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastVectorsTest {
  static Stream<Vectors.Case> forecasts() {
    return Vectors.cases("forecast");
  }

  static Stream<Vectors.Case> decompositions() {
    return Vectors.cases("decomposition");
  }

  @ParameterizedTest
  @MethodSource("forecasts")
  void agreesOnForecasts(Vectors.Case row) {
    switch (row.inputs().path("kind").asText()) {
      case "category" -> category(row);
      case "predictive" -> predictive(row);
      case "signflip" -> signFlip(row);
      case "h3" -> newTypes(row);
      default -> throw new AssertionError("no test for " + row.inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("decompositions")
  void agreesOnDecompositions(Vectors.Case row) {
    switch (row.inputs().path("kind").asText()) {
      case "single" -> single(row);
      case "tau2" -> spread(row);
      case "shrunk" -> shrunken(row);
      default -> throw new AssertionError("no test for " + row.inputs());
    }
  }

  private static void category(Vectors.Case row) {
    Counts simulated = Counts.of(row.whole("kSim"), row.whole("nSim"));
    Counts observed = Counts.of(row.whole("kProd"), row.whole("nProd"));
    Counts previous = Counts.of(row.whole("kPrev"), row.whole("nPrev"));
    Scored scored = new Scored(RateForecast.of(simulated), previous, observed, true);
    Scored naive = new Scored(RateForecast.of(previous), previous, observed, true);

    row.check("jSim", scored.forecast().rate());
    row.check("jProd", Smoothed.rate(observed));
    row.check("jPrev", naive.forecast().rate());
    row.check("smeSim", scored.error());
    row.check("smePrev", naive.error());
    row.check("nllSim", BinomialLoss.of(scored.forecast().rate(), observed));
    row.check("nllPrev", BinomialLoss.of(naive.forecast().rate(), observed));
    row.check("nllRegretSim", scored.regret());
    row.check("nllRegretPrev", naive.regret());
    row.check("equalRateP", new EqualRates(simulated, observed).pValue());
    assertThat(scored.moved()).isEqualTo(row.expected().path("eligible").booleanValue());
    assertThat(scored.directionRight())
        .isEqualTo(row.expected().path("directionCorrect").booleanValue());
    double effective = Funnel.effectiveHits(observed.hits(), simulated.hits());
    if (row.expected().has("keff")) {
      row.check("keff", effective);
      row.check("funnelFactor", Funnel.factor(0.9, 1 / effective));
      row.check("funnelLog2", Math.log(Funnel.factor(0.9, 1 / effective)) / Math.log(2));
    } else {
      assertThat(effective).isZero();
    }
  }

  private static void predictive(Vectors.Case row) {
    RateForecast.Range range =
        RateForecast.of(Counts.of(row.whole("kSim"), row.whole("nSim")))
            .hits(row.whole("nProd"), row.number("alpha"));

    row.check("lo", range.low());
    row.check("hi", range.high());
  }

  private static void signFlip(Vectors.Case row) {
    double[] differences =
        row.inputs().path("d").valueStream().mapToDouble(JsonNode::doubleValue).toArray();
    double p = SignFlip.pValue(differences).orElseThrow();

    row.check("p", p);
    row.check("count", p * Math.scalb(1.0, differences.length));
  }

  private static void newTypes(Vectors.Case row) {
    NewTypes types = new NewTypes((int) row.whole("M"), (int) row.whole("m"), row.number("alpha"));

    row.check("threshold", types.detectable(row.whole("n")));
  }

  private static void single(Vectors.Case row) {
    Decomposition split =
        Decomposition.of(
            counts(row.inputs().path("XY")),
            counts(row.inputs().path("XX")),
            counts(row.inputs().path("prodX")));

    row.check("logEnv", split.environment().value());
    row.check("logPrefix", split.prefix().value());
    row.check("logFull", split.full().value());
    row.check("seEnv", split.environment().standardError());
    row.check("sePrefix", split.prefix().standardError());
    row.check("seFull", split.full().standardError());
  }

  private static void spread(Vectors.Case row) {
    List<LogRatio> effects = new ArrayList<>();
    for (int i = 0; i < row.inputs().path("effects").size(); i++) {
      double error = row.inputs().path("se").path(i).doubleValue();
      effects.add(new LogRatio(row.inputs().path("effects").path(i).doubleValue(), error * error));
    }
    Spread spread = Spread.of(effects);

    row.check("mu", spread.mean());
    row.check("Q", spread.q());
    row.check("tau2", spread.variance());
  }

  private static void shrunken(Vectors.Case row) {
    List<LaneCounts> lanes = new ArrayList<>();
    for (int i = 0; i < row.inputs().path("prodY").size(); i++) {
      lanes.add(
          new LaneCounts(
              counts(row.inputs().path("prodY").path(i)),
              Optional.of(counts(row.inputs().path("YY").path(i))),
              counts(row.inputs().path("XY").path(i))));
    }
    Forecasts forecasts = Forecasts.of(lanes);
    double movement = forecasts.movement().orElseThrow();

    row.check("tau2", movement);
    for (int i = 0; i < lanes.size(); i++) {
      LogRatio change = lanes.get(i).change().orElseThrow();
      CategoryForecast forecast = forecasts.categories().get(i);
      row.check("d", change.value(), row.expected().path("d").path(i));
      row.check("s2", change.variance(), row.expected().path("s2").path(i));
      row.check("B", Forecasts.trust(change, movement), row.expected().path("B").path(i));
      row.check("forecast", forecast.recommended().rate(), row.expected().path("forecast").path(i));
      row.check(
          "ratio", forecast.ratio().orElseThrow().rate(), row.expected().path("ratio").path(i));
    }
  }

  private static Counts counts(JsonNode pair) {
    return Counts.of(pair.path(0).longValue(), pair.path(1).longValue());
  }
}
