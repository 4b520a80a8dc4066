package dev.rehearsal.app.run;

import dev.rehearsal.app.report.JunitReport;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.GraderStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gates of a run for a CI system. */
final class GateReport {
  private GateReport() {}

  /** Every gate that blocks is a case; one that does not is a note. */
  static JunitReport of(RunResult result, Instant when) {
    return new JunitReport(
        result.plan().name(),
        when,
        Map.of("run", result.folder().toString(), "status", result.status().name()),
        result.gates().stream().filter(Gate::blocks).map(GateReport::test).toList(),
        notes(result));
  }

  private static JunitReport.Case test(Gate gate) {
    return new JunitReport.Case(
        gate.category(),
        gate.lane() + " " + gate.asks(),
        gate.closed()
            ? Optional.of(
                new JunitReport.Failure(
                    gate.verdict().name(),
                    gate.verdict() == Gate.Verdict.FAILED
                        ? gate.category() + " in " + gate.lane() + " is above the limit"
                        : gate.category()
                            + " in "
                            + gate.lane()
                            + " is not known to be below the limit: the interval holds it"))
            : Optional.empty());
  }

  private static List<String> notes(RunResult result) {
    List<String> notes = new ArrayList<>();
    notes.add(Sentences.status(result.status(), result.standing().watermark(), result.reason()));
    result.gates().stream()
        .filter(gate -> !gate.blocks())
        .forEach(
            gate ->
                notes.add(
                    "%s in %s %s: %s, which does not block"
                        .formatted(gate.category(), gate.lane(), gate.asks(), gate.verdict())));
    result.standing().estimates().stream()
        .filter(e -> e.slice().equals(Estimate.ALL))
        .filter(e -> e.graderStatus() != GraderStatus.PASS)
        .map(e -> "the grader of " + e.category() + ": " + e.graderStatus().words())
        .distinct()
        .forEach(notes::add);
    return notes;
  }
}
