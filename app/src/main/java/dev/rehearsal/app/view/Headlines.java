package dev.rehearsal.app.view;

import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.config.Estimate;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.standing.Further;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.pipeline.ReplyTotals;
import dev.rehearsal.streams.source.PreparedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The sentences around the table: what is estimated, how far it is, what came out. */
final class Headlines {
  private Headlines() {}

  /** What the run reads and estimates. */
  static List<String> start(Plan plan, PreparedSource source) {
    List<String> lines = new ArrayList<>();
    lines.add("log        " + source.funnel() + reasons(source.quarantined()));
    lines.addAll(Sentences.strata(plan, source.strata()));
    lines.add("estimates  " + estimand(plan));
    plan.estimate()
        .targetMix()
        .ifPresent(mix -> lines.add("target mix " + Sentences.mix(mix.field(), mix.shares())));
    plan.lanes().stream()
        .filter(Lane::repeats)
        .forEach(lane -> lines.add("replies    " + Sentences.repeats(lane.name(), lane.samples())));
    if (source.goesOn() && plan.sample().perUser().isPresent()) {
      lines.add(
          "cap        %s of a user in a day; since-start intervals take a user's days for independent and are too narrow where misbehaviour goes by user, those of a day are not"
              .formatted(Numbers.count(plan.sample().perUser().getAsInt(), "prefix", "prefixes")));
    }
    plan.note().ifPresent(note -> lines.add("note       " + note));
    if (plan.lane(Lane.Role.PRODUCTION).filter(lane -> !lane.generates()).isPresent()
        && plan.lanes().size() > 1
        && plan.lane(Lane.Role.BASELINE).isEmpty()) {
      lines.add("compared   " + Sentences.HARNESS_INCLUDED);
    }
    return lines;
  }

  /** The estimand and the level, in one line. */
  static String estimand(Plan plan) {
    return Sentences.estimand(
            plan.estimate().estimand() == Estimate.Estimand.LOG, plan.sample().byUser())
        + "; "
        + Sentences.level(plan);
  }

  /** How far the run is, in one line. */
  static String progress(RunMoment moment) {
    List<String> parts = new ArrayList<>();
    OptionalLong size = moment.size();
    parts.add(
        size.isPresent()
            ? Numbers.count(moment.done())
                + " of at most "
                + Numbers.count(size.getAsLong(), "prefix", "prefixes")
            : Numbers.count(moment.done(), "prefix", "prefixes"));
    if (moment.perSecond() > 0) {
      parts.add(String.format(Locale.ROOT, "%.0f/s", moment.perSecond()));
    }
    parts.add(moment.inFlight() + " in flight");
    moment.vitals().lag().ifPresent(lag -> parts.add(Numbers.count(lag) + " waiting to be read"));
    moment.vitals().fraction().flatMap(FractionStatus::line).ifPresent(parts::add);
    if (size.isPresent() && moment.perSecond() > 0 && moment.done() < size.getAsLong()) {
      parts.add(
          "at most "
              + Numbers.time(
                  Duration.ofSeconds(
                      (long) ((size.getAsLong() - moment.done()) / moment.perSecond())))
              + " left");
    }
    expected(moment).ifPresent(parts::add);
    OptionalDouble usd = usd(moment);
    parts.add(usd.isPresent() ? Numbers.dollars(usd.getAsDouble()) : "cost not known");
    parts.add(Numbers.count(moment.rateLimited()) + " × 429");
    moment
        .progress()
        .flatMap(progress -> widest(progress.standing()))
        .ifPresent(widest -> parts.add("widest ±" + widest));
    return String.join(" · ", parts);
  }

  /** When the last category can be expected to be decided, or how many hardly will be. */
  private static Optional<String> expected(RunMoment moment) {
    Map<String, Further> further = moment.further();
    if (further.isEmpty()) {
      return Optional.empty();
    }
    double end = moment.size().isPresent() ? moment.size().getAsLong() : Double.POSITIVE_INFINITY;
    long beyond =
        further.values().stream()
            .filter(each -> each.at().orElse(Double.POSITIVE_INFINITY) > end)
            .count();
    if (beyond > 0 || further.values().stream().anyMatch(each -> each.at().isEmpty())) {
      return Optional.of(
          "%d of %d open categories hardly decided by the end"
              .formatted(Math.max(1, beyond), further.size()));
    }
    double latest = further.values().stream().mapToDouble(f -> f.at().orElse(0)).max().orElse(0);
    double more = Math.max(0, latest - moment.done());
    return Optional.of(
        "all decided in about "
            + Numbers.count(Numbers.rounded(more))
            + (moment.perSecond() > 0
                ? ", " + Numbers.time(Duration.ofSeconds((long) (more / moment.perSecond())))
                : ""));
  }

  /** What became of the replies, a line for each lane. */
  static List<String> replies(Map<String, ReplyTotals> replies) {
    List<String> lines = new ArrayList<>();
    new TreeMap<>(replies)
        .forEach(
            (lane, totals) -> {
              StringBuilder line = new StringBuilder();
              line.append("%s: %s answered".formatted(lane, Numbers.count(totals.answered())));
              add(line, totals.blocked(), "blocked");
              add(line, totals.failed(), "failed");
              add(line, totals.truncated(), "cut by length");
              add(line, totals.prefixDiffers(), "with a prefix of other text (prefix-differs)");
              add(line, totals.reused(), "reused from the journal");
              if (!totals.served().isEmpty()) {
                line.append("; served by ")
                    .append(String.join(", ", new TreeMap<>(totals.served()).keySet()));
                line.append(totals.served().size() > 1 ? " (changed within the run)" : "");
              }
              lines.add(line.toString());
            });
    return lines;
  }

  private static String reasons(Map<String, Long> quarantined) {
    return quarantined.isEmpty() ? "" : " " + new TreeMap<>(quarantined);
  }

  private static void add(StringBuilder line, long count, String what) {
    if (count > 0) {
      line.append(", ").append(Numbers.count(count)).append(' ').append(what);
    }
  }

  private static OptionalDouble usd(RunMoment moment) {
    double sum = 0;
    for (ModelStatus status : moment.models().values()) {
      if (status.usd().isEmpty() && status.calls() > 0 && status.inputTokens() > 0) {
        return OptionalDouble.empty();
      }
      sum += status.usd().orElse(0);
    }
    return OptionalDouble.of(sum);
  }

  private static Optional<String> widest(Standing standing) {
    return standing.estimates().stream()
        .filter(e -> e.slice().equals(dev.rehearsal.standing.Estimate.ALL))
        .map(e -> e.interval().width() / 2)
        .max(Double::compare)
        .map(half -> Numbers.rate(half));
  }
}
