package dev.rehearsal.app.observe;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.forecast.LiveForecast;
import dev.rehearsal.app.forecast.LiveRate;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.compare.RatioInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Production beside its forecast, for people and programs. */
final class LiveReport {
  private LiveReport() {}

  static Onlook of(
      LiveForecast forecast, List<LiveRate> rates, Map<String, LiveAlarm> alarms, long at) {
    return new Onlook(
        lines(forecast, rates, alarms),
        json(forecast, rates, alarms, at),
        rates.stream().map(rate -> watched(rate, alarms)).toList());
  }

  private static Onlook.Rate watched(LiveRate rate, Map<String, LiveAlarm> alarms) {
    return new Onlook.Rate(
        rate.category(),
        rate.forecast(),
        rate.promised(),
        rate.ratio(),
        rate.ratios(),
        alarms.containsKey(rate.category()));
  }

  private static List<String> lines(
      LiveForecast forecast, List<LiveRate> rates, Map<String, LiveAlarm> alarms) {
    Table table = new Table();
    table.row(
        "category",
        "forecast",
        "promised",
        "observed / forecast",
        "promised ratio",
        "observed / simulated",
        "promise");
    for (LiveRate rate : rates) {
      LiveAlarm alarm = alarms.get(rate.category());
      table.row(
          rate.category(),
          Numbers.rate(rate.forecast()),
          Numbers.interval(rate.promised().low(), rate.promised().high()),
          ratio(rate.ratio(), rate.ratios()),
          Numbers.ratios(rate.promisedRatios().low(), rate.promisedRatios().high()),
          ratio(rate.overSimulated().ratio(), rate.overSimulated().ratioInterval()),
          rate.promise().words()
              + (alarm == null ? "" : ", ALARM at prefix " + Numbers.count(alarm.at())));
    }
    List<String> lines = new ArrayList<>(table.lines(false));
    lines.add(
        "against the forecast %s; %s for all categories and looks together"
            .formatted(
                forecast.sha256().substring(0, 12), Numbers.confidence(forecast.confidence())));
    return lines;
  }

  private static ObjectNode json(
      LiveForecast forecast, List<LiveRate> rates, Map<String, LiveAlarm> alarms, long at) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("sha256", forecast.sha256());
    json.put("confidence", forecast.confidence());
    json.put("confidenceEach", forecast.confidenceEach());
    json.put("at", at);
    ArrayNode categories = json.putArray("categories");
    for (LiveRate rate : rates) {
      ObjectNode row = rate(rate);
      LiveAlarm alarm = alarms.get(rate.category());
      if (alarm == null) {
        row.putNull("alarmAt");
      } else {
        row.put("alarmAt", alarm.at());
      }
      categories.add(row);
    }
    return json;
  }

  /** One category; what is not known, and what is infinite, is null. */
  static ObjectNode rate(LiveRate rate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("category", rate.category());
    json.put("forecastBy", rate.by());
    json.put("forecast", rate.forecast());
    json.put("promisedLow", rate.promised().low());
    json.put("promisedHigh", rate.promised().high());
    json.put("hits", rate.counts().hits());
    json.put("trials", rate.counts().trials());
    json.put("ungraded", rate.counts().ungraded());
    number(json, "observed", rate.counts().rate());
    json.put("low", rate.observed().low());
    json.put("high", rate.observed().high());
    ratio(json.putObject("observedOverForecast"), rate.ratio(), rate.ratios());
    ratio(
        json.putObject("observedOverSimulated"),
        rate.overSimulated().ratio(),
        rate.overSimulated().ratioInterval());
    json.put("promise", rate.promise().name());
    return json;
  }

  private static void ratio(ObjectNode json, OptionalDouble value, RatioInterval interval) {
    number(json, "value", value);
    number(json, "low", OptionalDouble.of(interval.low()));
    number(json, "high", OptionalDouble.of(interval.high()));
  }

  private static void number(ObjectNode json, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      json.put(field, value.getAsDouble());
    } else {
      json.putNull(field);
    }
  }

  private static String ratio(OptionalDouble value, RatioInterval interval) {
    return Numbers.ratio(value) + " " + Numbers.ratios(interval.low(), interval.high());
  }
}
