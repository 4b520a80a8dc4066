package dev.rehearsal.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.testing.Vectors;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EstimateVectorsTest {
  static Stream<Vectors.Case> beta() {
    return Vectors.cases("beta_mixture_cs");
  }

  static Stream<Vectors.Case> hybrids() {
    return Vectors.cases("hybrid_cs");
  }

  static Stream<Vectors.Case> sides() {
    return Vectors.cases("one_sided_cs");
  }

  static Stream<Vectors.Case> exposures() {
    return Vectors.cases("gamma_poisson_cs");
  }

  static Stream<Vectors.Case> means() {
    return Vectors.cases("asymp_cs");
  }

  static Stream<Vectors.Case> finite() {
    return Vectors.cases("wor_cs");
  }

  static Stream<Vectors.Case> fixed() {
    return Vectors.cases("fixed_n");
  }

  static Stream<Vectors.Case> missing() {
    return Vectors.cases("missing");
  }

  static Stream<Vectors.Case> watermarks() {
    return Vectors.cases("watermark");
  }

  static Stream<Vectors.Case> stops() {
    return Vectors.cases("stop_rules");
  }

  static Stream<Vectors.Case> protocols() {
    return Vectors.cases("coverage_protocol");
  }

  @ParameterizedTest
  @MethodSource("beta")
  void agreesOnConfidenceSequences(Vectors.Case row) {
    BetaMixture prior = prior(row.inputs().path("prior"));
    ConfidenceSequence sequence = ConfidenceSequence.of(prior);
    double hits = row.number("S");
    double trials = row.number("n");
    double alpha = row.number("alpha");
    Interval interval = sequence.interval(hits, trials, alpha);

    row.check("logMarginal", prior.logMarginal(hits, trials));
    row.check("lo", interval.low());
    row.check("hi", interval.high());
    row.check("radius", -Math.log(alpha) - sequence.logE(hits, trials, hits / trials));
    for (var against : row.expected().path("logE").properties()) {
      double rate = Double.parseDouble(against.getKey());
      row.check("logE", sequence.logE(hits, trials, rate), against.getValue());
      assertThat(sequence.excludes(rate, hits, trials, alpha)).isEqualTo(!interval.contains(rate));
    }
  }

  @ParameterizedTest
  @MethodSource("hybrids")
  void agreesOnHybridSequences(Vectors.Case row) {
    HybridSequence sequence = HybridSequence.of(row.number("a"));
    double hits = row.number("S");
    double trials = row.number("n");

    check(row, sequence.interval(hits, trials, row.number("alpha")));
    for (var against : row.expected().path("logE").properties()) {
      double rate = Double.parseDouble(against.getKey());
      row.check("logE", sequence.logE(hits, trials, rate), against.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("sides")
  void agreesOnBothSides(Vectors.Case row) {
    BetaMixture prior = prior(row.inputs().path("prior"));
    double hits = row.number("S");
    double trials = row.number("n");
    double alpha = row.number("alpha");

    row.check("upper", OneSidedSequence.upper(prior).interval(hits, trials, alpha).high());
    row.check("lower", OneSidedSequence.lower(prior).interval(hits, trials, alpha).low());
  }

  @ParameterizedTest
  @MethodSource("exposures")
  void agreesOnRatesPerExposure(Vectors.Case row) {
    assertThat(row.inputs().path("prior").textValue()).isEqualTo("GP7");
    Limits limits =
        GammaPoissonSequence.create()
            .limitsPerExposure(row.number("k"), row.number("T"), row.number("alpha"));

    row.check("lo", limits.low());
    row.check("hi", limits.high());
    JsonNode perHundredThousand = row.expected().path("perHundredThousand");
    row.check("low per 100k", limits.low() * 1e5, perHundredThousand.path(0));
    row.check("high per 100k", limits.high() * 1e5, perHundredThousand.path(1));
  }

  @ParameterizedTest
  @MethodSource("means")
  void agreesOnAsymptoticSequences(Vectors.Case row) {
    AsymptoticSequence sequence = AsymptoticSequence.tunedFor(row.number("tOpt"));
    double alpha = row.number("alpha");

    row.check("rho", sequence.rho(alpha));
    row.check("halfWidth", sequence.halfWidth(row.number("sd"), row.number("t"), alpha));
  }

  @ParameterizedTest
  @MethodSource("finite")
  void agreesWithoutReplacement(Vectors.Case row) {
    long hits = row.whole("k");
    long trials = row.whole("n");
    long population = row.whole("N");
    WithoutReplacement sequence =
        WithoutReplacement.of(prior(row.inputs().path("prior")), population);
    Interval interval = sequence.interval(hits, trials, row.number("alpha"));

    row.check("lo", interval.low());
    row.check("hi", interval.high());
    assertThat(Math.round(interval.low() * population))
        .isEqualTo(row.expected().path("Klo").longValue());
    assertThat(Math.round(interval.high() * population))
        .isEqualTo(row.expected().path("Khi").longValue());
    for (var against : row.expected().path("logE").properties()) {
      row.check(
          "logE",
          sequence.logE(hits, trials, Long.parseLong(against.getKey())),
          against.getValue());
    }
  }

  @ParameterizedTest
  @MethodSource("fixed")
  void agreesOnFixedSampleIntervals(Vectors.Case row) {
    long hits = row.whole("k");
    double alpha = row.number("alpha");
    switch (row.inputs().path("method").textValue()) {
      case "clopper-pearson" ->
          check(row, FixedSampleIntervals.clopperPearson(hits, row.whole("n"), alpha));
      case "wilson" -> check(row, FixedSampleIntervals.wilson(hits, row.whole("n"), alpha));
      case "jeffreys" -> check(row, FixedSampleIntervals.jeffreys(hits, row.whole("n"), alpha));
      case "poisson-garwood" -> {
        row.check("lo", FixedSampleIntervals.garwood(hits, alpha).low());
        row.check("hi", FixedSampleIntervals.garwood(hits, alpha).high());
      }
      case "cp-upper-one-sided" ->
          row.check(
              "hi", FixedSampleIntervals.clopperPearsonUpperOneSided(hits, row.whole("n"), alpha));
      default -> throw new AssertionError("no test for " + row.inputs());
    }
  }

  @ParameterizedTest
  @MethodSource("missing")
  void agreesOnMissingVerdicts(Vectors.Case row) {
    RateSequence sequence = ConfidenceSequence.of(BetaMixture.logUniform());
    Counts counts = new Counts(row.whole("k"), row.whole("nD"), row.whole("f"), 0);
    double alpha = row.number("alpha");

    check(row, "completeCase", sequence.interval(counts, alpha), row.expected());
    check(row, "worstCase", sequence.worstCase(counts, alpha), row.expected());
    row.check("phiU", MissingVerdicts.largestShare(sequence, counts, alpha));
    check(
        row,
        "gammaInterval",
        MissingVerdicts.interval(sequence, counts, alpha, row.number("Gamma")),
        row.expected());
    row.check(
        "tippingGamma", MissingVerdicts.tippingPoint(sequence, counts, alpha, row.number("tau")));
  }

  @ParameterizedTest
  @MethodSource("watermarks")
  void agreesOnWhatTheWatermarkReleases(Vectors.Case row) {
    RateSequence sequence = ConfidenceSequence.of(prior(row.inputs().path("prior")));
    double alpha = row.number("alpha");
    Watermark watermark = new Watermark();
    int consumed = 0;
    for (JsonNode state : row.expected().path("states")) {
      for (; consumed < state.path("query").intValue(); consumed++) {
        apply(watermark, row.inputs().path("events").path(consumed));
      }
      Counts counted = watermark.counted();
      assertThat(watermark.watermark()).isEqualTo(state.path("W").longValue());
      assertThat(watermark.admitted()).isEqualTo(state.path("admitted").longValue());
      assertThat(watermark.unresolved()).isEqualTo(state.path("unresolved").longValue());
      assertThat(counted)
          .isEqualTo(
              new Counts(
                  state.path("k").longValue(),
                  state.path("nD").longValue(),
                  state.path("f").longValue(),
                  0));
      check(row, "completeCase", sequence.interval(counted, alpha), state);
      check(row, "worstCase", sequence.worstCase(counted, alpha), state);
      check(row, "envelopeAll", watermark.envelope(sequence, alpha), state);
    }
    assertThat(consumed).isEqualTo(row.inputs().path("events").size());
  }

  @ParameterizedTest
  @MethodSource("stops")
  void stopsAtTheSamePrefix(Vectors.Case row) {
    RateSequence sequence = ConfidenceSequence.of(prior(row.inputs().path("prior")));
    StopRule rule = rule(row.inputs().path("rule"));
    double alpha = row.number("alpha");
    JsonNode hitsAt = row.inputs().path("hits");
    int hits = 0;
    long stoppedAt = 0;
    Optional<State> state = Optional.empty();
    for (long trial = 1; trial <= row.whole("nMax") && state.isEmpty(); trial++) {
      if (hits < hitsAt.size() && hitsAt.path(hits).longValue() == trial) {
        hits++;
      }
      state = rule.evaluate(sequence, Counts.of(hits, trial), alpha);
      stoppedAt = state.isPresent() ? trial : 0;
    }

    assertThat(stoppedAt).isEqualTo(row.expected().path("nStop").longValue());
    assertThat(state.map(State::name).orElse("null"))
        .isEqualTo(row.expected().path("decision").asText());
    if (stoppedAt > 0) {
      assertThat(hits).isEqualTo(row.expected().path("kAtStop").intValue());
      check(row, sequence.interval(Counts.of(hits, stoppedAt), alpha));
    }
  }

  @ParameterizedTest
  @MethodSource("protocols")
  void agreesOnTheMissesThatAreAllowed(Vectors.Case row) {
    int runs = (int) row.whole("B");
    int misses =
        new BinomialDistribution(runs, row.number("alpha"))
            .inverseCumulativeProbability(row.number("conf"));

    assertThat(misses).isEqualTo(row.expected().path("maxMisses").intValue());
    row.check("maxRate", (double) misses / runs);
    row.check("naiveMin", runs * 0.25);
    assertThat(CoverageStudy.allowedMisses(runs, row.number("alpha"))).isEqualTo(misses);
  }

  private static void apply(Watermark watermark, JsonNode event) {
    long number = event.path(1).longValue();
    switch (event.path(0).textValue()) {
      case "admit" -> watermark.admit(number);
      case "ok" -> watermark.graded(number, event.path(2).intValue() == 1);
      case "fail" -> watermark.ungraded(number);
      default -> throw new AssertionError("no such event: " + event);
    }
  }

  private static void check(Vectors.Case row, Interval actual) {
    row.check("lo", actual.low());
    row.check("hi", actual.high());
  }

  private static void check(Vectors.Case row, String name, Interval actual, JsonNode expected) {
    row.check(name + " low", actual.low(), expected.path(name).path(0));
    row.check(name + " high", actual.high(), expected.path(name).path(1));
  }

  private static StopRule rule(JsonNode rule) {
    return switch (rule.path("type").textValue()) {
      case "relative" -> new StopRule.Relative(rule.path("r").doubleValue());
      case "absolute" -> new StopRule.Absolute(rule.path("h").doubleValue());
      case "threshold" -> new StopRule.Threshold(rule.path("tau").doubleValue());
      default -> throw new AssertionError("no such rule: " + rule);
    };
  }

  private static BetaMixture prior(JsonNode prior) {
    if (prior.isTextual()) {
      return switch (prior.textValue()) {
        case "LU7" -> BetaMixture.logUniform();
        case "KT" -> BetaMixture.beta(0.5, 0.5);
        default -> throw new AssertionError("no such prior: " + prior);
      };
    }
    return switch (prior.path("type").textValue()) {
      case "informed" -> BetaMixture.informed(prior.path("p0").doubleValue());
      case "beta" -> BetaMixture.beta(prior.path("a").doubleValue(), prior.path("b").doubleValue());
      default -> throw new AssertionError("no such prior: " + prior);
    };
  }
}
