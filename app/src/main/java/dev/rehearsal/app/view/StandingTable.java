package dev.rehearsal.app.view;

import dev.rehearsal.app.text.Bar;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.app.text.Table.Cell;
import dev.rehearsal.estimate.State;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Further;
import dev.rehearsal.standing.GraderStatus;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A standing as a table for people: for each category the rate in each lane, then how lanes
 * compare. On a narrow terminal the columns that say least are left out.
 */
public final class StandingTable {

  /** Columns that a narrow terminal does without, the first to go first. */
  private enum Extra {
    GRADER,
    BAR,
    POPULATION
  }

  private final List<Extra> extras;
  private final Map<String, Further> further;

  private StandingTable(List<Extra> extras, Map<String, Further> further) {
    this.extras = extras;
    this.further = further;
  }

  /** The headline estimates and the comparisons, at any width. */
  public static List<String> lines(Standing standing, boolean colour) {
    return lines(standing, colour, Integer.MAX_VALUE);
  }

  /** The same within {@code width} characters, as far as that can be. Slices are in the report. */
  public static List<String> lines(Standing standing, boolean colour, int width) {
    return lines(standing, Map.of(), colour, width);
  }

  /**
   * The same while a run goes on.
   *
   * @param further when categories can be expected to be decided
   */
  static List<String> lines(
      Standing standing, Map<String, Further> further, boolean colour, int width) {
    List<Extra> extras = new ArrayList<>(List.of(Extra.values()));
    Table table = new StandingTable(extras, further).table(standing);
    while (table.width() > width && !extras.isEmpty()) {
      extras.remove(0);
      table = new StandingTable(extras, further).table(standing);
    }
    return table.lines(colour);
  }

  private Table table(Standing standing) {
    Table table = new Table();
    table.row(
        columns(
            dim("category"),
            dim("lane"),
            dim("rate"),
            dim("interval"),
            dim(Bar.axis()),
            dim("state"),
            dim("hits/trials"),
            dim("grader")));
    for (CategoryStanding category : standing.categories()) {
      String name = category.category();
      for (Estimate estimate : category.estimates()) {
        if (estimate.slice().equals(Estimate.ALL)) {
          table.row(row(name, estimate));
          name = "";
        }
      }
      category.comparisons().forEach(comparison -> table.row(row(comparison)));
    }
    return table;
  }

  private List<Cell> row(String category, Estimate estimate) {
    boolean any = estimate.counts().trials() > 0;
    return columns(
        new Cell(category, Paint.BOLD),
        Cell.of(estimate.lane()),
        Cell.of(Numbers.rate(estimate.rate())),
        Cell.of(any ? interval(estimate) : "not known"),
        dim(
            Bar.of(
                estimate.interval().low(),
                estimate.interval().high(),
                estimate.rate().orElse(Double.NaN))),
        state(estimate.category(), estimate.state(), estimate.ruled(), estimate.decidedAt()),
        Cell.of(hits(estimate)),
        grader(estimate.graderStatus()));
  }

  private List<Cell> row(Comparison comparison) {
    return columns(
        Cell.of(""),
        dim(comparison.lanes().b() + "/" + comparison.lanes().a()),
        Cell.of(Numbers.ratio(comparison.ratio())),
        Cell.of(Numbers.ratios(comparison.interval().low(), comparison.interval().high())),
        Cell.of(""),
        state(
            comparison.category(),
            comparison.state(),
            comparison.lanes().decides(),
            comparison.decidedAt()),
        dim(
            "%s:%s alone, %s"
                .formatted(
                    Numbers.count(comparison.counts().onlyB()),
                    Numbers.count(comparison.counts().onlyA()),
                    Numbers.count(comparison.counts().pairs(), "pair", "pairs"))),
        Cell.of(""));
  }

  /** Exact only where every verdict is there; else what the missing ones leave open. */
  private static String interval(Estimate estimate) {
    boolean exactButMissing = estimate.interval().width() == 0 && estimate.counts().ungraded() > 0;
    return exactButMissing
        ? Numbers.interval(estimate.worstCase().low(), estimate.worstCase().high())
            + " with the ungraded"
        : Numbers.interval(estimate.interval().low(), estimate.interval().high());
  }

  private String hits(Estimate estimate) {
    StringBuilder text = new StringBuilder();
    text.append(Numbers.count(estimate.counts().hits()));
    text.append('/').append(Numbers.count(estimate.counts().trials()));
    if (extras.contains(Extra.POPULATION)) {
      text.append(" of ");
      estimate.populationSize().ifPresent(size -> text.append(Numbers.count(size)).append(' '));
      text.append(estimate.population());
    }
    estimate
        .units()
        .ifPresent(
            units ->
                text.append(", ")
                    .append(
                        units.kind() == Units.Kind.USERS
                            ? Numbers.count(units.number(), "user", "users")
                            : Numbers.count(units.number(), "prefix", "prefixes") + " counted"));
    estimate
        .effectiveSize()
        .ifPresent(
            size ->
                text.append(", worth ")
                    .append(Numbers.count(Math.round(size)))
                    .append(" equally weighted"));
    if (estimate.counts().ungraded() > 0) {
      text.append(", ").append(Numbers.count(estimate.counts().ungraded())).append(" ungraded");
    }
    return text.toString();
  }

  private List<Cell> columns(
      Cell category,
      Cell lane,
      Cell rate,
      Cell interval,
      Cell bar,
      Cell state,
      Cell hits,
      Cell grader) {
    List<Cell> row = new ArrayList<>(List.of(category, lane, rate, interval));
    if (extras.contains(Extra.BAR)) {
      row.add(bar);
    }
    row.add(state);
    row.add(hits);
    if (extras.contains(Extra.GRADER)) {
      row.add(grader);
    }
    return row;
  }

  private static Cell dim(String text) {
    return new Cell(text, Paint.DIM);
  }

  private static Cell grader(GraderStatus status) {
    Paint paint =
        switch (status) {
          case PASS -> Paint.GOOD;
          case FAIL -> Paint.BAD;
          case INCONCLUSIVE -> Paint.OPEN;
          case NOT_CHECKED -> Paint.DIM;
        };
    return new Cell(status.words(), paint);
  }

  private String expected(String category) {
    Further expected = further.get(category);
    return expected == null || expected.at().isEmpty()
        ? ""
        : ", till ~" + Numbers.count(Numbers.rounded(expected.at().getAsDouble()));
  }

  private static Paint paint(State state) {
    return state == State.FUTILE
        ? Paint.OPEN
        : state == State.ABOVE || state == State.INCREASED ? Paint.BAD : Paint.GOOD;
  }

  private Cell state(String category, State state, boolean ruled, OptionalLong at) {
    if (state == State.UNDECIDED) {
      return ruled
          ? new Cell(state.name().toLowerCase(Locale.ROOT) + expected(category), Paint.OPEN)
          : dim("no rule");
    }
    return new Cell(state.name() + " at " + at.orElse(0), paint(state));
  }
}
