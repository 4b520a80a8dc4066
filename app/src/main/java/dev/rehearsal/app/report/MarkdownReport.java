package dev.rehearsal.app.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** One page to read: what was found, how sure it is, and what to keep in mind. */
final class MarkdownReport {
  private final StoredRun run;
  private final JsonNode summary;
  private final List<String> lines = new ArrayList<>();

  private MarkdownReport(StoredRun run) {
    this.run = run;
    this.summary = run.summary();
  }

  static String of(StoredRun run) {
    MarkdownReport report = new MarkdownReport(run);
    report.write();
    return String.join("\n", report.lines) + "\n";
  }

  private void write() {
    lines.add("# " + summary.path("name").asText());
    paragraph(status());
    estimated().ifPresent(this::paragraph);
    section("Gates", gates());
    section("Rates", RateTables.headlines(summary));
    section("Rates corrected by people", CorrectedTable.of(summary));
    section("Alarms", alarms());
    section("Production beside its forecast", LiveTable.of(summary));
    section("Users", UserTable.of(summary));
    section("Strata", StrataTables.drawn(summary));
    section("Strata mixed", StrataTables.mixed(summary));
    section("Several replies to a prefix", RepliesTable.of(summary));
    section("Missing verdicts", MissingTable.of(summary));
    section("Lanes compared", RateTables.comparisons(summary));
    section("Discoveries", RateTables.discoveries(summary));
    section("Slices", RateTables.slices(summary));
    mix();
    lines.add("");
    lines.add("## To keep in mind");
    lines.add("");
    Caveats.of(summary).forEach(caveat -> lines.add("- " + caveat));
    section("Replies", replies());
    log();
    section("Quarantine", quarantine());
    cost();
    identity();
  }

  private String status() {
    Optional<String> reason = Optional.ofNullable(summary.get("reason")).map(JsonNode::asText);
    long admitted = summary.path("admitted").asLong();
    String status = Sentences.status(run.status(), admitted, reason);
    return run.ended()
        ? status
        : status + ". There is no result yet: the figures are those of the last look.";
  }

  private Optional<String> estimated() {
    if (!summary.has("estimand")) {
      return Optional.empty();
    }
    DoubleSummaryStatistics each = RateTables.levels(summary);
    return Optional.of(
        "Estimated: "
            + Sentences.estimand(
                summary.path("estimand").asText().equals("log"),
                summary.path("unit").asText().equals("user"))
            + "; "
            + Sentences.level(
                summary.path("confidence").asDouble(),
                summary.path("simultaneous").asBoolean(),
                RateTables.named(summary),
                each.getMin(),
                each.getMax())
            + ".");
  }

  private void mix() {
    JsonNode mix = summary.path("targetMix");
    if (mix.isObject()) {
      Map<String, Double> shares = new TreeMap<>();
      mix.path("shares").properties().forEach(s -> shares.put(s.getKey(), s.getValue().asDouble()));
      paragraph(
          "The slice `target mix` is the rate of a population with these shares of "
              + Sentences.mix(mix.path("field").asText(), shares)
              + ".");
    }
  }

  private MarkdownTable gates() {
    MarkdownTable table = new MarkdownTable("category", "lane", "limit", "gate");
    for (JsonNode gate : summary.path("gates")) {
      table.row(
          gate.path("category").asText(),
          gate.path("lane").asText(),
          gate.hasNonNull("maxIncrease")
              ? Numbers.ratio(OptionalDouble.of(gate.path("maxIncrease").asDouble()))
                  + " of "
                  + gate.path("reference").asText()
              : Numbers.rate(gate.path("tolerance").asDouble()),
          "**"
              + gate.path("verdict").asText()
              + "**"
              + (gate.path("blocks").asBoolean(true) ? "" : " (does not block)"));
    }
    return table;
  }

  private MarkdownTable alarms() {
    MarkdownTable table = new MarkdownTable("alarm");
    for (JsonNode alarm : summary.path("alarms")) {
      table.row(Sentences.alarm(alarm));
    }
    return table;
  }

  private MarkdownTable replies() {
    MarkdownTable table =
        new MarkdownTable(
            "lane",
            "answered",
            "blocked",
            "failed",
            "cut by length",
            "prefix-differs",
            "served by");
    for (Map.Entry<String, JsonNode> lane : summary.path("replies").path("lanes").properties()) {
      JsonNode counts = lane.getValue();
      List<String> served = new ArrayList<>();
      counts.path("served").fieldNames().forEachRemaining(served::add);
      table.row(
          lane.getKey(),
          count(counts, "answered"),
          count(counts, "blocked"),
          count(counts, "failed"),
          count(counts, "truncated"),
          count(counts, "prefixDiffers"),
          served.isEmpty() ? "not said" : String.join(", ", served));
    }
    return table;
  }

  private void log() {
    if (!run.ended()) {
      return;
    }
    JsonNode funnel = summary.path("funnel");
    section(
        "The log",
        new MarkdownTable(
                "read", "quarantined", "dropped by filters", "not sampled", "sampled", "admitted")
            .row(
                count(funnel, "read"),
                count(funnel, "quarantined"),
                count(funnel, "dropped"),
                count(funnel, "unsampled"),
                count(funnel, "sampled"),
                count(funnel, "admitted")));
  }

  private MarkdownTable quarantine() {
    MarkdownTable table = new MarkdownTable("reason", "lines");
    summary
        .path("quarantined")
        .properties()
        .forEach(reason -> table.row(reason.getKey(), Numbers.count(reason.getValue().asLong())));
    return table;
  }

  private void cost() {
    if (!run.ended()) {
      return;
    }
    JsonNode cost = summary.path("cost");
    section(
        "Cost",
        new MarkdownTable("calls", "input tokens", "output tokens", "US dollars")
            .row(
                count(cost, "calls"),
                count(cost, "inputTokens"),
                count(cost, "outputTokens"),
                cost.path("usd").isNumber()
                    ? Numbers.dollars(cost.path("usd").asDouble())
                    : "not known"));
  }

  private void identity() {
    MarkdownTable table = new MarkdownTable("what", "value");
    table.row("run", "`" + summary.path("run").asText() + "`");
    table.row("started", time(run.row().started()));
    run.row().ended().ifPresent(at -> table.row("ended", time(at)));
    table.row("looks", Numbers.count(run.looks()));
    new TreeMap<>(run.row().versions())
        .forEach((name, version) -> table.row("version of " + name, version));
    table.row("seed", Long.toString(run.row().seed()));
    summary
        .path("digest")
        .properties()
        .forEach(
            part ->
                table.row("digest of the " + part.getKey(), "`" + part.getValue().asText() + "`"));
    section("Which run this is", table);
  }

  private void section(String title, MarkdownTable table) {
    if (!table.isEmpty()) {
      lines.add("");
      lines.add("## " + title);
      lines.add("");
      lines.addAll(table.lines());
    }
  }

  private void paragraph(String text) {
    lines.add("");
    lines.add(text);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String count(JsonNode object, String field) {
    return Numbers.count(object.path(field).asLong());
  }
}
