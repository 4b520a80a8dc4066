package dev.rehearsal.app.view;

import dev.rehearsal.app.result.Claims;
import dev.rehearsal.app.result.Gate;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Paint;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.estimate.Missing;
import dev.rehearsal.estimate.State;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What came out, in words that a first-time reader understands. */
final class Ending {
  private Ending() {}

  static List<String> lines(RunResult result, boolean colour) {
    List<String> lines = new ArrayList<>();
    lines.add(Sentences.status(result.status(), result.standing().watermark(), result.reason()));
    result.standing().estimates().stream()
        .filter(e -> e.slice().equals(Estimate.ALL))
        .filter(e -> e.state() == State.ABOVE || e.state() == State.BELOW)
        .forEach(e -> lines.add("  " + sentence(result, e, colour)));
    result.standing().estimates().stream()
        .forEach(e -> e.missing().ifPresent(m -> lines.add("  " + sentence(e, m))));
    result.standing().comparisons().stream()
        .filter(c -> c.state() != State.UNDECIDED && c.state() != State.FUTILE)
        .forEach(c -> lines.add("  " + sentence(c, colour)));
    discoveries(result.claims()).ifPresent(line -> lines.add("  discoveries: " + line));
    for (Alarm alarm : result.standing().alarms()) {
      lines.add("  " + paint("ALARM", Paint.BAD, colour) + " " + Sentences.alarm(alarm));
    }
    quiet(result).ifPresent(lines::add);
    futile(result).ifPresent(categories -> lines.add("  given up: " + categories));
    undecided(result).ifPresent(categories -> lines.add("  undecided: " + categories));
    for (Gate gate : result.gates()) {
      lines.add("  " + gate.sentence(colour));
    }
    result
        .fraction()
        .filter(status -> status.changes() > 0)
        .map(s -> Sentences.fractions(s.changes(), s.least(), s.greatest()))
        .ifPresent(line -> lines.add("  " + line));
    lines.addAll(RepliesWorth.lines(result.standing()).stream().map(line -> "  " + line).toList());
    lines.addAll(Headlines.replies(result.replies()).stream().map(line -> "  " + line).toList());
    lines.add("result: " + result.folder().resolve("summary.json"));
    return lines;
  }

  /** Silence says something only of rates that were watched. */
  private static Optional<String> quiet(RunResult result) {
    boolean rang = result.standing().alarms().stream().anyMatch(Alarm.Drifted.class::isInstance);
    return rang
        ? Optional.empty()
        : Sentences.drift(result.plan()).map("  no drift alarm: "::concat);
  }

  /** Claims of which a known share may be false; a star where all hold together. */
  private static Optional<String> discoveries(Claims claims) {
    List<Claims.Claim> discovered = claims.discovered();
    if (discovered.isEmpty()) {
      return Optional.empty();
    }
    boolean stars = discovered.stream().anyMatch(Claims.Claim::familywise);
    return Optional.of(
        discovered.stream()
                .map(c -> c.category() + " " + c.says() + (c.familywise() ? "*" : ""))
                .collect(Collectors.joining(", "))
            + " (of %s; on average at most %s of such are false%s)"
                .formatted(
                    Numbers.count(claims.all().size(), "claim", "claims"),
                    Numbers.rate(claims.error()),
                    stars ? "; * holds together with all others" : ""));
  }

  private static Optional<String> futile(RunResult result) {
    String categories =
        result.standing().categories().stream()
            .filter(CategoryStanding::futile)
            .map(category -> category.category() + " at " + category.decidedAt().orElse(0))
            .collect(Collectors.joining(", "));
    return categories.isEmpty()
        ? Optional.empty()
        : Optional.of(
            categories
                + " (the rest would settle it with a chance below %s; nothing is claimed)"
                    .formatted(Numbers.rate(result.plan().stop().futility())));
  }

  private static Optional<String> undecided(RunResult result) {
    String categories =
        result.standing().categories().stream()
            .filter(category -> !category.decided() && result.plan().stop().enabled())
            .map(CategoryStanding::category)
            .collect(Collectors.joining(", "));
    return categories.isEmpty()
        ? Optional.empty()
        : Optional.of(categories + " (an interval still holds what a rule asks about)");
  }

  private static String sentence(RunResult result, Estimate estimate, boolean colour) {
    boolean above = estimate.state() == State.ABOVE;
    String threshold =
        result.plan().categories().stream()
            .filter(c -> c.id().equals(estimate.category()))
            .filter(c -> c.rules().threshold().isPresent())
            .map(c -> Numbers.rate(c.rules().threshold().getAsDouble()))
            .findFirst()
            .orElse("its threshold");
    return "%s in %s is %s %s: %s, %s"
        .formatted(
            estimate.category(),
            estimate.lane(),
            paint(estimate.state().name(), above ? Paint.BAD : Paint.GOOD, colour),
            threshold,
            Numbers.rate(estimate.rate()),
            Numbers.interval(estimate.interval().low(), estimate.interval().high()));
  }

  private static String sentence(Estimate estimate, Missing missing) {
    return "%s in %s, %s ungraded: %s if they are at most %s as bad, %s whatever they are%s"
        .formatted(
            estimate.category(),
            estimate.lane(),
            Numbers.count(estimate.counts().ungraded()),
            Numbers.interval(missing.interval().low(), missing.interval().high()),
            Numbers.times(missing.timesAsBad()),
            Numbers.interval(estimate.worstCase().low(), estimate.worstCase().high()),
            missing.tippingPoint().isPresent()
                ? "; the threshold is reached at "
                    + Numbers.times(missing.tippingPoint().getAsDouble())
                : "");
  }

  private static String sentence(Comparison comparison, boolean colour) {
    return "%s %s from %s to %s: %s the rate, %s"
        .formatted(
            comparison.category(),
            paint(
                comparison.state().name(),
                comparison.state() == State.INCREASED ? Paint.BAD : Paint.GOOD,
                colour),
            comparison.lanes().a(),
            comparison.lanes().b(),
            Numbers.ratio(comparison.ratio()),
            Numbers.ratios(comparison.interval().low(), comparison.interval().high()));
  }

  private static String paint(String text, Paint paint, boolean colour) {
    return colour ? paint.on(text) : text;
  }
}
