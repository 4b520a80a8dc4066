package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.calibrate.Corrections.Way;
import dev.rehearsal.calibrate.Accuracy;
import dev.rehearsal.calibrate.CorrectedRate;
import dev.rehearsal.calibrate.Measure;
import dev.rehearsal.calibrate.Requirements;
import dev.rehearsal.estimate.Interval;
import java.util.OptionalDouble;

/** A calibration as JSON: what {@code --json} prints and what a certificate holds. */
final class CalibrationJson {
  private CalibrationJson() {}

  static ObjectNode certificate(
      Calibration calibration, Requirements requirements, double confidence) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("schema", 1);
    json.put("category", calibration.replies().category());
    json.put("lane", calibration.replies().lane());
    json.put("fingerprint", calibration.replies().fingerprint());
    json.put("status", calibration.status().words());
    json.put("confidence", confidence);
    ObjectNode required = json.putObject("requirements");
    requirements.byName().forEach(required::put);
    json.put("replies", calibration.flags().trials());
    json.put("flags", calibration.flags().hits());
    json.put("labels", calibration.labels());
    json.put("unsure", calibration.unsure());
    json.put("unknown", calibration.unknown());
    json.put("undrawn", calibration.undrawn());
    json.put("replaced", calibration.replaced());
    json.put("asked", calibration.asked());
    Accuracy accuracy = calibration.accuracy();
    json.put("method", accuracy.method());
    measure(json, "sensitivity", accuracy.sensitivity());
    measure(json, "specificity", accuracy.specificity());
    measure(json, "positivePredictive", accuracy.positivePredictive());
    measure(json, "negativePredictive", accuracy.negativePredictive());
    measure(json, "kappa", accuracy.kappa());
    measure(json, "agreement", calibration.agreement());
    rate(json, "flagged", calibration.flags().rate(), calibration.flagged());
    calibration
        .raters()
        .ifPresentOrElse(
            raters -> json.set("people", people(raters)), () -> json.putNull("people"));
    Corrections rates = calibration.rates();
    for (Way way : Way.values()) {
      json.set(way.field(), corrected(rates.by(way)));
    }
    // These limits hold, and say something, also where a part without a label leaves no rate.
    Interval within = calibration.hitsWithin();
    ((ObjectNode) json.path(Way.HITS.field())).put("low", within.low()).put("high", within.high());
    ObjectNode recommended = corrected(rates.best());
    json.putObject("recommended").put("estimate", rates.recommended().field()).setAll(recommended);
    return json;
  }

  private static ObjectNode people(Raters raters) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("raters", raters.names().size()).put("replies", raters.replies());
    json.put("all", raters.all()).put("any", raters.any());
    raters
        .diagnostic()
        .ifPresentOrElse(
            fit -> json.set("dawidSkene", BesideView.json(fit)), () -> json.putNull("dawidSkene"));
    return json;
  }

  private static ObjectNode corrected(CorrectedRate rate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    return rate.fold(
        known ->
            json.put("method", known.method())
                .put("rate", known.rate())
                .put("low", known.interval().low())
                .put("high", known.interval().high())
                .putNull("why"),
        notKnown ->
            json.putNull("method")
                .putNull("rate")
                .putNull("low")
                .putNull("high")
                .put("why", notKnown.why()));
  }

  static void measure(ObjectNode json, String name, Measure measure) {
    ObjectNode object = json.putObject(name);
    number(object, "value", measure.value());
    object.put("low", measure.low()).put("high", measure.high()).put("labels", measure.labels());
  }

  private static void rate(ObjectNode json, String name, OptionalDouble rate, Interval interval) {
    ObjectNode object = json.putObject(name);
    number(object, "rate", rate);
    object.put("low", interval.low()).put("high", interval.high());
  }

  private static void number(ObjectNode json, String field, OptionalDouble value) {
    value.ifPresentOrElse(number -> json.put(field, number), () -> json.putNull(field));
  }
}
