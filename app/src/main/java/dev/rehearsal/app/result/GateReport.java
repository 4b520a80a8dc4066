package dev.rehearsal.app.result;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.report.JunitReport;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.GraderStatus;
import dev.rehearsal.streams.journal.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Gates for programs: in a result, and for a CI system. */
public final class GateReport {
  private GateReport() {}

  /** Every gate that blocks is a case; one that does not is a note. */
  static JunitReport of(RunResult result, Instant when) {
    return new JunitReport(
        result.plan().name(),
        when,
        Map.of("run", result.folder().toString(), "status", result.status().name()),
        Stream.concat(unfinished(result).stream(), cases(result.gates()).stream()).toList(),
        notes(result));
  }

  /** A run that could not do its work, or was stopped, is no pass, whatever its gates say. */
  private static Optional<JunitReport.Case> unfinished(RunResult result) {
    RunStatus status = result.status();
    return status == RunStatus.FAILED || status == RunStatus.INTERRUPTED
        ? Optional.of(
            new JunitReport.Case(
                "run",
                "came to its end",
                Optional.of(
                    new JunitReport.Failure(
                        status.name(),
                        Sentences.status(status, result.standing().watermark(), result.reason())))))
        : Optional.empty();
  }

  /** A case for every gate that blocks. */
  public static List<JunitReport.Case> cases(List<Gate> gates) {
    return gates.stream().filter(Gate::blocks).map(GateReport::test).toList();
  }

  /** A note for every gate that does not. */
  public static List<String> notes(List<Gate> gates) {
    return gates.stream()
        .filter(gate -> !gate.blocks())
        .map(
            gate ->
                "%s in %s %s: %s, which does not block"
                    .formatted(gate.category(), gate.lane(), gate.asks(), gate.verdict()))
        .toList();
  }

  /** The gates in the fields of {@code summary.json}. */
  public static ArrayNode json(List<Gate> gates) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Gate gate : gates) {
      ObjectNode json = array.addObject();
      json.put("category", gate.category()).put("lane", gate.lane());
      gate.reference()
          .ifPresentOrElse(
              reference ->
                  json.putNull("tolerance")
                      .put("reference", reference)
                      .put("maxIncrease", gate.limit()),
              () ->
                  json.put("tolerance", gate.limit()).putNull("reference").putNull("maxIncrease"));
      json.put("blocks", gate.blocks()).put("verdict", gate.verdict().name());
    }
    return array;
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
    notes.addAll(notes(result.gates()));
    result.standing().alarms().stream().map(Sentences::alarm).forEach(notes::add);
    result.standing().estimates().stream()
        .filter(e -> e.slice().equals(Estimate.ALL))
        .filter(e -> e.graderStatus() != GraderStatus.PASS)
        .map(e -> "the grader of " + e.category() + ": " + e.graderStatus().words())
        .distinct()
        .forEach(notes::add);
    return notes;
  }
}
