package dev.rehearsal.app.plan;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** How many prefixes each rule will take, and what they cost, as a table for people. */
final class ExpectationTable {
  /** From here on a number of prefixes is beyond everybody's log. */
  private static final double TOO_MANY = 1e12;

  private final Horizon horizon;
  private final boolean asks;

  private ExpectationTable(Horizon horizon) {
    this.horizon = horizon;
    this.asks = horizon.calls() > 0;
  }

  /** Empty when no category has a rule. Categories with the same figures for a rule share them. */
  static List<String> lines(Horizon horizon, List<CategoryOutlook> categories) {
    Map<List<Expectation>, List<String>> alike = new LinkedHashMap<>();
    for (CategoryOutlook each : categories) {
      byRule(each.expectations())
          .forEach(
              rows ->
                  alike.computeIfAbsent(rows, r -> new ArrayList<>()).add(each.category().id()));
    }
    if (alike.isEmpty()) {
      return List.of();
    }
    ExpectationTable table = new ExpectationTable(horizon);
    int all = categories.size();
    List<String> lines = new ArrayList<>();
    lines.add("how long it takes, if the true rate is what the row says and no verdict is missing");
    lines.add(
        "  %s simulated runs each; the run goes on until the slowest category is decided"
            .formatted(Numbers.count(Expectations.RUNS)));
    lines.addAll(table.table(alike, all).lines(false));
    if (table.asks) {
      lines.add(
          "  calls, tokens, dollars and time of that many prefixes: each ask answered at once,"
              + " replies as long as the recorded ones, judges' as long as they may be");
    }
    return lines;
  }

  private static Collection<List<Expectation>> byRule(List<Expectation> rows) {
    Map<String, List<Expectation>> rules = new LinkedHashMap<>();
    rows.forEach(row -> rules.computeIfAbsent(row.rule(), r -> new ArrayList<>()).add(row));
    return rules.values();
  }

  private Table table(Map<List<Expectation>, List<String>> alike, int all) {
    Table table = new Table();
    List<String> head =
        new ArrayList<>(
            List.of(
                "category",
                "decided when",
                "if the rate is",
                "prefixes",
                "half of runs by",
                chance()));
    if (asks) {
      head.addAll(List.of("calls", "tokens", "dollars", "time"));
    }
    table.row(head.toArray(String[]::new));
    alike.forEach(
        (rows, names) -> {
          String name = name(names, all);
          String rule = rows.get(0).rule();
          for (Expectation row : rows) {
            table.row(row(name, rule, row));
            name = "";
            rule = "";
          }
        });
    return table;
  }

  private String[] row(String name, String rule, Expectation row) {
    OptionalDouble mean = row.prefixes();
    List<String> cells =
        new ArrayList<>(
            List.of(
                name,
                rule,
                assumed(row),
                prefixes(mean),
                prefixes(row.medianPrefixes()),
                horizon.prefixes().isEmpty() ? "not known" : percent(row.trials().within())));
    if (asks) {
      cells.add(times(mean, OptionalDouble.of(horizon.calls())));
      cells.add(times(mean, horizon.tokens()));
      cells.add(
          mean.isPresent() && horizon.usd().isPresent()
              ? Numbers.dollars(mean.getAsDouble() * horizon.usd().getAsDouble())
              : "not known");
      cells.add(
          mean.isPresent() && horizon.seconds() > 0
              ? Numbers.time(Duration.ofSeconds(Math.round(mean.getAsDouble() * horizon.seconds())))
              : horizon.seconds() > 0 ? "not known" : "not limited");
    }
    return cells.toArray(String[]::new);
  }

  private static String name(List<String> names, int all) {
    return names.size() == 1
        ? names.get(0)
        : names.size() == all
            ? (all == 2 ? "both" : "all " + all) + " categories"
            : names.get(0) + " and " + (names.size() - 1) + " more";
  }

  private String chance() {
    return horizon.prefixes().isEmpty()
        ? "in this run"
        : "within " + Numbers.count(horizon.prefixes().getAsLong());
  }

  private static String assumed(Expectation row) {
    if (row.factor().isEmpty()) {
      return Numbers.rate(row.rate());
    }
    double factor = row.factor().getAsDouble();
    return Numbers.rate(row.rate())
        + (factor == 1 ? " in both" : ", then " + Numbers.rate(row.rate() * factor));
  }

  private static String prefixes(OptionalDouble count) {
    return count.isPresent() && count.getAsDouble() < TOO_MANY
        ? Numbers.count(Numbers.rounded(count.getAsDouble()))
        : "no end in sight";
  }

  private static String times(OptionalDouble prefixes, OptionalDouble each) {
    return prefixes.isPresent() && each.isPresent()
        ? Numbers.count(Numbers.rounded(prefixes.getAsDouble() * each.getAsDouble()))
        : "not known";
  }

  private static String percent(double chance) {
    return chance > 0.995 ? "surely" : chance < 0.005 ? "hardly" : Math.round(chance * 100) + " %";
  }
}
