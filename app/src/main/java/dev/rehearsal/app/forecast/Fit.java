package dev.rehearsal.app.forecast;

import dev.rehearsal.RehearsalException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Whether what is observed may be held against a forecast at all. */
final class Fit {
  private Fit() {}

  /**
   * Checks that the same graders decide what was forecast, over other prefixes.
   *
   * @param graders fingerprints of those that decide now, by category
   * @param digest of the run
   * @param name of the run, for messages
   * @param orForce what else helps, for messages; empty when nothing does
   * @throws RehearsalException when the taxonomies, graders or samples do not fit
   */
  static void require(
      FrozenForecast forecast,
      Map<String, String> graders,
      Map<String, String> digest,
      String name,
      String orForce) {
    String log = forecast.json().path("digest").path("log").asText();
    if (!log.isEmpty()
        && log.equals(digest.get("log"))
        && forecast.json().path("digest").path("sample").asText().equals(digest.get("sample"))) {
      throw RehearsalException.badUsage(
          "%s has the very sample that the forecast was made from: score it against traffic after the launch%s"
              .formatted(name, orForce));
    }
    List<String> missing = new ArrayList<>();
    List<String> differ = new ArrayList<>();
    for (FrozenForecast.Category category : forecast.categories()) {
      String grader = graders.get(category.id());
      if (grader == null) {
        missing.add(category.id());
      } else if (!grader.equals(category.grader())) {
        differ.add(category.id());
      }
    }
    if (!missing.isEmpty()) {
      throw RehearsalException.badUsage(
          "%s does not grade %s, which was forecast: the taxonomy differs; grade it with the forecast's plan%s"
              .formatted(
                  name,
                  String.join(", ", missing),
                  orForce.isEmpty()
                      ? ""
                      : " (rehearsal regrade), or leave these out with --force"));
    }
    if (!differ.isEmpty()) {
      throw RehearsalException.badUsage(
          "other graders decided %s in %s than when it was forecast: an error could be theirs; grade it with the forecast's graders%s"
              .formatted(
                  String.join(", ", differ),
                  name,
                  orForce.isEmpty() ? "" : " (rehearsal regrade)" + orForce));
    }
  }
}
