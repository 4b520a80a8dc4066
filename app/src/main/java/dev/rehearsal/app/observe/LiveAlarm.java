package dev.rehearsal.app.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.forecast.LiveRate;
import dev.rehearsal.app.forecast.Promise;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.text.Numbers;
import java.nio.file.Path;
import java.util.List;

/**
 * A category of which the traffic excluded what was promised, at a look.
 *
 * @param json as it stood then: numbers only, no conversation is in it
 */
record LiveAlarm(ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A new one.
   *
   * @param run folder
   * @param at admission number of the look
   */
  static LiveAlarm of(Path run, LiveRate rate, long at) {
    return new LiveAlarm(
        LiveReport.rate(rate)
            .put("run", run.toString())
            .put("at", at)
            .put("sentence", sentence(rate, at)));
  }

  /** One that was journalled. */
  static LiveAlarm read(String text) {
    try {
      return new LiveAlarm(JSON.readValue(text, ObjectNode.class));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal has an alarm that is no JSON: " + text, e);
    }
  }

  String category() {
    return json.path("category").asText();
  }

  long at() {
    return json.path("at").asLong();
  }

  /** For people. */
  String sentence() {
    return json.path("sentence").asText();
  }

  /** As it is published: the category as it stood at the look. */
  Onlook.Raised raised() {
    ObjectNode row = json.deepCopy();
    row.remove(List.of("run", "at", "sentence"));
    return new Onlook.Raised(at(), sentence(), row.put("alarmAt", at()));
  }

  /** How the sentence of a category begins, and no other. */
  static String key(String category) {
    return category + " in production is not as forecast: ";
  }

  private static String sentence(LiveRate rate, long at) {
    return key(rate.category())
        + "%s where %s was promised, %s the forecast of %s, %s, noticed at prefix %s%s"
            .formatted(
                Numbers.rate(rate.counts().rate()),
                Numbers.interval(rate.promised().low(), rate.promised().high()),
                Numbers.ratio(rate.ratio()),
                Numbers.rate(rate.forecast()),
                Numbers.ratios(rate.ratios().low(), rate.ratios().high()),
                Numbers.count(at),
                rate.promise() == Promise.BROKEN_OF_THE_GRADED
                    ? "; with the %s ungraded it is not known whether it is"
                        .formatted(Numbers.count(rate.counts().ungraded()))
                    : "");
  }
}
