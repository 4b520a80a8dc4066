package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.calibrate.DawidSkene;
import dev.rehearsal.calibrate.Measure;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Several graders side by side, for people and as JSON. */
final class BesideView {
  private static final RateSequence RATE = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final String NOT_KNOWN = "not known";

  /** What a fit without labels is, said wherever one is shown. */
  private static final String DIAGNOSTIC =
      "a diagnostic, no rate to report: it takes errors to be independent, and an error that all"
          + " share looks like truth to it";

  private final Beside beside;
  private final double alpha;

  BesideView(Beside beside, double alpha) {
    this.beside = beside;
    this.alpha = alpha;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "%s in %s, on the %s replies that all of them graded:"
            .formatted(
                String.join(", ", beside.categories()),
                beside.lane(),
                Numbers.count(beside.replies())));
    Table rates = new Table().row("  flagged by", "rate");
    for (int i = 0; i < beside.categories().size(); i++) {
      rates.row("  " + beside.categories().get(i), rate(beside.flagged(i)));
    }
    rates.row("  all of them", rate(beside.all()));
    rates.row("  one or more", rate(beside.any()));
    lines.addAll(rates.lines(false));
    lines.add("");
    Table cells = new Table().row("  flagged by", "replies", "labels", "hits among them");
    for (Beside.Cell cell : beside.cells()) {
      cells.row(
          "  " + beside.words(cell.flags()),
          Numbers.count(cell.replies()),
          Numbers.count(cell.hits().labels()),
          share(cell.hits()));
    }
    lines.addAll(cells.lines(false));
    lines.add(
        beside
            .diagnostic()
            .map(fit -> "  " + diagnostic(fit, beside.categories()))
            .orElse("  Dawid and Skene's fit without labels: not known; it needs three graders"));
    return lines;
  }

  /** The fit in one line. */
  static String diagnostic(DawidSkene fit, List<String> raters) {
    List<String> each = new ArrayList<>();
    for (int i = 0; i < raters.size(); i++) {
      each.add(
          String.format(
              Locale.ROOT,
              "%s %.2f and %.2f",
              raters.get(i),
              fit.sensitivity().get(i),
              fit.specificity().get(i)));
    }
    return "Dawid and Skene's fit without labels (%s): hits %s; sensitivity and specificity of %s"
        .formatted(DIAGNOSTIC, Numbers.rate(fit.prevalence()), String.join(", ", each));
  }

  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", 1).put("lane", beside.lane()).put("replies", beside.replies());
    ArrayNode categories = json.putArray("beside");
    beside.categories().forEach(categories::add);
    ArrayNode flagged = json.putArray("flagged");
    IntStream.range(0, beside.categories().size())
        .forEach(i -> flagged.add(counts(beside.flagged(i))));
    json.set("all", counts(beside.all()));
    json.set("any", counts(beside.any()));
    ArrayNode cells = json.putArray("cells");
    for (Beside.Cell cell : beside.cells()) {
      ObjectNode row = cells.addObject();
      ArrayNode flags = row.putArray("flags");
      cell.flags().forEach(flags::add);
      row.put("replies", cell.replies());
      CalibrationJson.measure(row, "hits", cell.hits());
    }
    beside
        .diagnostic()
        .ifPresentOrElse(
            fit -> json.set("dawidSkene", json(fit)), () -> json.putNull("dawidSkene"));
    return json;
  }

  /** The fit, with the word that it is a diagnostic. */
  static ObjectNode json(DawidSkene fit) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("diagnostic", DIAGNOSTIC).put("prevalence", fit.prevalence());
    ArrayNode sensitivity = json.putArray("sensitivity");
    fit.sensitivity().forEach(sensitivity::add);
    ArrayNode specificity = json.putArray("specificity");
    fit.specificity().forEach(specificity::add);
    return json;
  }

  private ObjectNode counts(Counts counts) {
    Interval interval = RATE.interval(counts, alpha);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("replies", counts.hits());
    counts.rate().ifPresentOrElse(rate -> json.put("rate", rate), () -> json.putNull("rate"));
    return json.put("low", interval.low()).put("high", interval.high());
  }

  private String rate(Counts counts) {
    Interval interval = RATE.interval(counts, alpha);
    return Numbers.rate(counts.rate()) + " " + Numbers.interval(interval.low(), interval.high());
  }

  private static String share(Measure measure) {
    return measure.value().isEmpty()
        ? NOT_KNOWN
        : Numbers.rate(measure.value()) + " " + Numbers.interval(measure.low(), measure.high());
  }
}
