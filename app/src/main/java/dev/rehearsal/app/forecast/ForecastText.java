package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.estimate.Counts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** A frozen forecast for people. */
record ForecastText(FrozenForecast forecast, Seal seal, Path file, Path ledger, String ledgerHead) {

  List<String> lines() {
    JsonNode json = forecast.json();
    List<FrozenForecast.Category> categories = forecast.categories();
    List<String> lines = new ArrayList<>();
    lines.add(
        "forecast  of %s (%s, %s), frozen at %s"
            .formatted(
                json.path("run").asText(),
                json.path("status").asText(),
                Numbers.count(json.path("admitted").asLong(), "prefix", "prefixes"),
                json.path("frozen").asText()));
    lines.add(
        "promised  each rate lies in its interval: %s for %s together with what will be observed (%s each)"
            .formatted(
                Numbers.confidence(forecast.confidence()),
                Numbers.count(categories.size(), "category", "categories"),
                Numbers.confidence(forecast.confidenceEach())));
    lines.addAll(missing(json));
    lines.add("");
    Table table = new Table();
    boolean baseline = categories.stream().anyMatch(c -> c.forecast().shrunken().isPresent());
    List<String> head =
        new ArrayList<>(
            List.of("category", "production", "forecast", "promised", "direction", "by"));
    if (baseline) {
      head.addAll(List.of("raw", "ratio", "less the harness"));
    }
    table.row(head.toArray(String[]::new));
    for (FrozenForecast.Category category : categories) {
      JsonNode promise = row(json, category.id()).path(category.recommended().text());
      Counts previous = category.previous();
      List<String> cells = new ArrayList<>();
      cells.add(category.id());
      cells.add(Numbers.rate(previous.rate()));
      cells.add(Numbers.rate(promise.path("rate").asDouble()));
      cells.add(Numbers.interval(promise.path("low").asDouble(), promise.path("high").asDouble()));
      cells.add(promise.path("direction").asText() + (category.settled() ? ", settled" : ""));
      cells.add(category.recommended().text());
      if (baseline) {
        for (Kind kind : List.of(Kind.RAW, Kind.RATIO, Kind.ENVIRONMENT)) {
          cells.add(
              kind.of(category.forecast()).map(f -> Numbers.rate(f.rate())).orElse("not known"));
        }
      }
      table.row(cells.toArray(String[]::new));
    }
    lines.addAll(table.lines(false));
    lines.add("");
    lines.add(
        "sha256    "
            + seal.sha256()
            + (seal.signature().isPresent() ? ", signed" : ", not signed"));
    lines.add("ledger    " + ledger + ", last line " + ledgerHead);
    lines.add("Wrote " + file + ". After the launch: rehearsal score " + file + " RUN");
    return lines;
  }

  private static List<String> missing(JsonNode json) {
    List<String> lines = new ArrayList<>();
    if (json.path("missingLanes").isEmpty()) {
      lines.add(
          "harness   moves rates by %s on average, with a spread of %s between categories beyond noise"
              .formatted(
                  factor(json.path("fidelity").path("mean").asDouble()),
                  factor(Math.sqrt(json.path("fidelity").path("variance").asDouble()))));
    } else {
      lines.add(
          "missing   no baseline lane: how the harness itself moves rates is not known, so there is"
              + " the raw forecast only, no ratio forecast, and its intervals hold the sampling"
              + " error alone");
    }
    Optional.of(json.path("leftOut"))
        .filter(left -> !left.isEmpty())
        .ifPresent(
            left -> {
              List<String> ids = new ArrayList<>();
              left.forEach(id -> ids.add(id.asText()));
              lines.add(
                  "left out  without a verdict in production or candidate: "
                      + String.join(", ", ids));
            });
    return lines;
  }

  private static String factor(double log) {
    return Numbers.ratio(OptionalDouble.of(Math.exp(log)));
  }

  private static JsonNode row(JsonNode json, String category) {
    for (JsonNode row : json.path("categories")) {
      if (row.path("category").asText().equals(category)) {
        return row;
      }
    }
    throw new IllegalArgumentException("the forecast has no category " + category);
  }
}
