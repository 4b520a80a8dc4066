package dev.rehearsal.app.compare;

import dev.rehearsal.app.report.JunitReport;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Whether b's rate is known to be below so many times a's. A pass rests on the interval of the
 * ratio or on the state, each wrong at most with the error of one estimate.
 *
 * @param most the highest ratio that passes, above 1
 */
record IncreaseGate(String category, double most, Verdict verdict) {

  /** What is known of the ratio. */
  enum Verdict {
    PASSED,
    FAILED,
    UNDECIDED
  }

  /** What a comparison says of a category. */
  record Ratio(String category, RatioInterval interval, State state) {}

  /**
   * @param equivalence within which ratio the state calls the sides equivalent
   */
  static IncreaseGate of(Ratio ratio, double most, double equivalence) {
    boolean below =
        ratio.interval().high() < most
            || ratio.state() == State.DECREASED
            || (ratio.state() == State.EQUIVALENT && equivalence <= most);
    return new IncreaseGate(
        ratio.category(),
        most,
        ratio.interval().low() > most
            ? Verdict.FAILED
            : below ? Verdict.PASSED : Verdict.UNDECIDED);
  }

  /** True unless it passed. */
  boolean closed() {
    return verdict != Verdict.PASSED;
  }

  /** For people. */
  String sentence() {
    return "gate %s at %s: %s%s"
        .formatted(
            category,
            Numbers.ratio(OptionalDouble.of(most)),
            verdict,
            verdict == Verdict.UNDECIDED
                ? ": the interval holds the limit, so this is no pass"
                : "");
  }

  /** All gates for a CI system. */
  static JunitReport report(List<IncreaseGate> gates, Side a, Side b, Instant when) {
    return new JunitReport(
        "compare",
        when,
        Map.of("a", a.path() + " " + a.lane(), "b", b.path() + " " + b.lane()),
        gates.stream()
            .map(
                gate ->
                    new JunitReport.Case(
                        gate.category(),
                        "b below " + Numbers.ratio(OptionalDouble.of(gate.most())) + " of a",
                        gate.closed()
                            ? Optional.of(
                                new JunitReport.Failure(gate.verdict().name(), gate.sentence()))
                            : Optional.empty()))
            .toList(),
        List.of());
  }
}
