package dev.rehearsal.app.run;

import dev.rehearsal.app.text.Bar;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.app.text.Table.Cell;
import dev.rehearsal.estimate.State;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/** A standing as a table for people: rates first, then how lanes compare. */
public final class StandingTable {
  private StandingTable() {}

  /** The headline estimates and the comparisons; slices are in the report. */
  public static List<String> lines(Standing standing, boolean colour) {
    Table table = new Table();
    table.row(header());
    for (CategoryStanding category : standing.categories()) {
      String name = category.category();
      for (Estimate estimate : category.estimates()) {
        if (estimate.slice().equals(Estimate.ALL)) {
          table.row(row(name, estimate));
          name = "";
        }
      }
      for (Comparison comparison : category.comparisons()) {
        table.row(row(comparison));
      }
    }
    return table.lines(colour);
  }

  private static List<Cell> header() {
    return List.of(
            "category",
            "lane",
            "rate",
            "interval",
            Bar.axis(),
            "hits/trials",
            "population",
            "grader",
            "state")
        .stream()
        .map(text -> new Cell(text, Paint.DIM))
        .toList();
  }

  private static List<Cell> row(String category, Estimate estimate) {
    boolean any = estimate.counts().trials() > 0;
    return List.of(
        new Cell(category, Paint.BOLD),
        Cell.of(estimate.lane()),
        Cell.of(Numbers.rate(estimate.counts().rate())),
        Cell.of(
            any
                ? Numbers.interval(estimate.interval().low(), estimate.interval().high())
                : "not known"),
        new Cell(
            Bar.of(
                estimate.interval().low(),
                estimate.interval().high(),
                estimate.counts().rate().orElse(Double.NaN)),
            Paint.DIM),
        Cell.of(
            Numbers.count(estimate.counts().hits())
                + "/"
                + Numbers.count(estimate.counts().trials())
                + (estimate.counts().ungraded() > 0
                    ? " +" + Numbers.count(estimate.counts().ungraded()) + " ungraded"
                    : "")),
        Cell.of(estimate.population()),
        new Cell("NOT CHECKED", Paint.DIM),
        state(estimate.state(), estimate.decidedAt()));
  }

  private static List<Cell> row(Comparison comparison) {
    return List.of(
        Cell.of(""),
        Cell.of(comparison.lanes().b() + " / " + comparison.lanes().a()),
        Cell.of(Numbers.ratio(comparison.ratio())),
        Cell.of(Numbers.ratios(comparison.interval().low(), comparison.interval().high())),
        Cell.of(""),
        Cell.of(Numbers.count(comparison.counts().pairs()) + " pairs"),
        new Cell(
            "only %s %s, only %s %s"
                .formatted(
                    comparison.lanes().b(),
                    Numbers.count(comparison.counts().onlyB()),
                    comparison.lanes().a(),
                    Numbers.count(comparison.counts().onlyA())),
            Paint.DIM),
        Cell.of(""),
        state(comparison.state(), comparison.decidedAt()));
  }

  private static Cell state(State state, OptionalLong at) {
    String text =
        state == State.UNDECIDED
            ? state.name().toLowerCase(Locale.ROOT)
            : state.name() + " at " + at.orElse(0);
    return new Cell(
        text,
        switch (state) {
          case ABOVE, INCREASED -> Paint.BAD;
          case BELOW, DECREASED, EQUIVALENT, PRECISE -> Paint.GOOD;
          case UNDECIDED -> Paint.OPEN;
        });
  }
}
