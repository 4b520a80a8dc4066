package dev.rehearsal.app.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
 * Whether b's rate is known to be below so many times a's, whatever the missing verdicts are. A
 * pass rests on the interval of the ratio or on the state, each wrong at most with the error of one
 * estimate.
 *
 * @param most the highest ratio that passes, above 1
 * @param why what keeps it undecided, where that is not the interval
 */
record IncreaseGate(String category, double most, Verdict verdict, Optional<String> why) {

  /** What is known of the ratio. */
  enum Verdict {
    PASSED,
    FAILED,
    UNDECIDED
  }

  /**
   * What a comparison says of a category.
   *
   * @param interval among the verdicts that there are
   * @param worst the interval if b's missing verdicts are hits and a's are clean
   * @param state under the same
   * @param missing verdicts
   */
  record Ratio(
      String category, RatioInterval interval, RatioInterval worst, State state, long missing) {}

  /**
   * @param equivalence within which ratio the state calls the sides equivalent
   */
  static IncreaseGate of(Ratio ratio, double most, double equivalence) {
    boolean below =
        ratio.worst().high() < most
            || ratio.state() == State.DECREASED
            || (ratio.state() == State.EQUIVALENT && equivalence <= most);
    Verdict verdict =
        ratio.interval().low() > most ? Verdict.FAILED : below ? Verdict.PASSED : Verdict.UNDECIDED;
    return new IncreaseGate(
        ratio.category(),
        most,
        verdict,
        verdict == Verdict.UNDECIDED && ratio.missing() > 0
            ? Optional.of(
                "with the verdicts that are missing ("
                    + Numbers.count(ratio.missing())
                    + ") counted against b, the interval holds the limit")
            : Optional.empty());
  }

  /** A gate that nothing can be said of. */
  static IncreaseGate unknown(String category, double most, String why) {
    return new IncreaseGate(category, most, Verdict.UNDECIDED, Optional.of(why));
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
                ? ": " + why.orElse("the interval holds the limit") + ", so this is no pass"
                : "");
  }

  /** Puts them into what a program reads. */
  static void into(ObjectNode json, List<IncreaseGate> gates) {
    ArrayNode array = json.putArray("gates");
    for (IncreaseGate gate : gates) {
      ObjectNode each = array.addObject().put("category", gate.category());
      each.put("maxIncrease", gate.most()).put("verdict", gate.verdict().name());
      each.put("why", gate.why().orElse(null));
    }
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
