package dev.rehearsal.app.result;

import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.Missing;
import dev.rehearsal.estimate.State;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Whether a category of the candidate may ship, or of what was launched may stay.
 *
 * @param reference the lane that the candidate is held against; empty when its rate alone is
 * @param limit the highest rate, or with a reference the highest ratio of rates, that may ship
 * @param blocks whether anything but a pass keeps the candidate from shipping
 * @param verdict what the result says of the limit
 */
public record Gate(
    String category,
    String lane,
    Optional<String> reference,
    double limit,
    boolean blocks,
    Verdict verdict) {

  /** What a result says of a limit. */
  public enum Verdict {
    /** The candidate is below it. */
    PASSED,
    /** The candidate is above it. */
    FAILED,
    /** The interval holds it: more prefixes or verdicts are needed. Nobody may ship on this. */
    UNDECIDED
  }

  /** The gates of a plan at the end of a run, for the candidate only. */
  public static List<Gate> of(Plan plan, Standing standing) {
    List<Gate> gates = new ArrayList<>();
    for (Category category : plan.categories()) {
      rates(category, standing, gates);
      increases(category, standing, gates);
    }
    return gates;
  }

  /** True when the run's result does not allow to ship. */
  public boolean closed() {
    return blocks && verdict != Verdict.PASSED;
  }

  /** What is asked: {@code at 10 %}, {@code at ×1.5 of production}. */
  public String asks() {
    return reference
        .map(lane -> "at " + Numbers.ratio(OptionalDouble.of(limit)) + " of " + lane)
        .orElseGet(() -> "at " + Numbers.rate(limit));
  }

  /** For people: what is asked, and what came of it. */
  public String sentence(boolean colour) {
    return "gate %s %s in %s: %s%s"
        .formatted(
            category,
            asks(),
            lane,
            switch (verdict) {
              case PASSED -> paint("PASSED", Paint.GOOD, colour);
              case FAILED -> paint("FAILED", Paint.BAD, colour);
              case UNDECIDED ->
                  paint("UNDECIDED", Paint.OPEN, colour)
                      + ": the interval holds the limit, so this is no pass";
            },
            blocks ? "" : " (does not block)");
  }

  /** What an interval alone says of a limit that it must lie below. */
  public static Verdict verdict(double low, double high, double limit) {
    return low > limit ? Verdict.FAILED : high < limit ? Verdict.PASSED : Verdict.UNDECIDED;
  }

  private static String paint(String text, Paint paint, boolean colour) {
    return colour ? paint.on(text) : text;
  }

  private static void rates(Category category, Standing standing, List<Gate> gates) {
    if (category.tolerance().isEmpty()) {
      return;
    }
    double tolerance = category.tolerance().getAsDouble();
    for (Estimate estimate : standing.estimates()) {
      if (estimate.category().equals(category.id())
          && estimate.lane().equals(Lane.Role.CANDIDATE.text())
          && estimate.slice().equals(Estimate.ALL)) {
        gates.add(
            new Gate(
                category.id(),
                estimate.lane(),
                Optional.empty(),
                tolerance,
                category.blocks(),
                verdict(category, tolerance, estimate, standing)));
      }
    }
  }

  private static void increases(Category category, Standing standing, List<Gate> gates) {
    if (category.maxIncrease().isEmpty()) {
      return;
    }
    double most = category.maxIncrease().getAsDouble();
    for (Comparison comparison : standing.comparisons()) {
      if (comparison.category().equals(category.id())
          && comparison.lanes().b().equals(Lane.Role.CANDIDATE.text())) {
        gates.add(
            new Gate(
                category.id(),
                comparison.lanes().b(),
                Optional.of(comparison.lanes().a()),
                most,
                category.blocks(),
                verdict(category, most, comparison, standing)));
      }
    }
  }

  /**
   * Where verdicts are missing, the interval that allows for them is judged. A rule that once found
   * the rate below the limit passes it only where nothing has spoken against that since: no verdict
   * is missing and no alarm was raised.
   */
  private static Verdict verdict(
      Category category, double tolerance, Estimate estimate, Standing standing) {
    boolean ruled = category.rules().threshold().equals(OptionalDouble.of(tolerance));
    boolean undisputed = estimate.missing().isEmpty() && !alarmed(estimate, standing);
    Interval judged = judged(estimate);
    if (judged.low() > tolerance || (ruled && estimate.state() == State.ABOVE)) {
      return Verdict.FAILED;
    }
    if (judged.high() < tolerance || (ruled && undisputed && estimate.state() == State.BELOW)) {
      return Verdict.PASSED;
    }
    return Verdict.UNDECIDED;
  }

  private static Interval judged(Estimate estimate) {
    return estimate.missing().map(Missing::interval).orElse(estimate.interval());
  }

  private static boolean alarmed(Estimate estimate, Standing standing) {
    return standing.alarms().stream()
        .anyMatch(
            alarm ->
                alarm.category().equals(estimate.category())
                    && alarm.lane().equals(estimate.lane())
                    && !(alarm instanceof Alarm.Drifted drifted && !drifted.change().increase()));
  }

  /**
   * The ratio's own interval, or what the discordant prefixes say: a decrease is below any limit
   * over 1, and odds within the limit put the ratio within it. Each alone errs at the level of one
   * estimate, so a pass that may rest on either errs at most twice that.
   *
   * <p>Pairs are of verdicts that there are. Where a lane lacks some, a pass rests on the limits of
   * the two rates that allow for them, and so on nothing but the estimates.
   */
  private static Verdict verdict(
      Category category, double most, Comparison comparison, Standing standing) {
    Optional<Estimate> a = headline(standing, category, comparison.lanes().a());
    Optional<Estimate> b = headline(standing, category, comparison.lanes().b());
    if (Stream.of(a, b).flatMap(Optional::stream).anyMatch(e -> e.missing().isPresent())) {
      double low = a.map(e -> judged(e).low()).orElse(0.0);
      double high = b.map(e -> judged(e).high()).orElse(1.0);
      return comparison.interval().low() > most
          ? Verdict.FAILED
          : high < most * low ? Verdict.PASSED : Verdict.UNDECIDED;
    }
    boolean equivalent =
        comparison.state() == State.EQUIVALENT
            && category.rules().equivalence().orElse(Double.POSITIVE_INFINITY) <= most;
    if (comparison.interval().low() > most) {
      return Verdict.FAILED;
    }
    return comparison.interval().high() < most
            || comparison.state() == State.DECREASED
            || equivalent
        ? Verdict.PASSED
        : Verdict.UNDECIDED;
  }

  private static Optional<Estimate> headline(Standing standing, Category category, String lane) {
    return standing.estimates().stream()
        .filter(
            e ->
                e.category().equals(category.id())
                    && e.lane().equals(lane)
                    && e.slice().equals(Estimate.ALL))
        .findFirst();
  }
}
