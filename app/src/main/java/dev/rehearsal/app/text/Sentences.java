package dev.rehearsal.app.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.config.Plan;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.source.Stratum;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a result has to say of itself, in the same words on a terminal and in a report. */
public final class Sentences {
  /** Said where a lane that generates is compared with the recorded replies only. */
  public static final String HARNESS_INCLUDED =
      "with recorded replies: a change includes the harness's own effect (no baseline lane)";

  private Sentences() {}

  /**
   * What the rates are rates of.
   *
   * @param log true for the estimand {@code log}, false for {@code traffic}
   */
  public static String estimand(boolean log) {
    return log
        ? "rates over this very log, not of the traffic that made it"
        : "rates of the traffic that made this log";
  }

  /**
   * The same, where users may be what is counted.
   *
   * @param users whether a rate is the mean of the users' rates
   */
  public static String estimand(boolean log, boolean users) {
    return users
        ? "mean rates of the users who made this log: each user counts once; lanes are not compared"
        : estimand(log);
  }

  /**
   * What is made of several replies to a prefix.
   *
   * @param replies of the lane to each prefix
   */
  public static String repeats(String lane, long replies) {
    return "%s: %s replies to each prefix, whose mean counts once; lanes are compared by their first replies"
        .formatted(lane, Numbers.count(replies));
  }

  /** With fewer hits in a lane, what several of its replies are worth is not told. */
  public static final long HITS_TO_TELL_WORTH = 30;

  /**
   * How many independent replies so many to one prefix say as much as: m / (1 + (m−1)ρ), at most m.
   *
   * @param designEffect 1 + (m−1)ρ, as it was observed
   */
  public static double worth(int replies, double designEffect) {
    return Math.min(replies, replies / designEffect);
  }

  /** A mix of values of an attribute: {@code meta.language: 30 % de, 70 % en}. */
  public static String mix(String field, Map<String, Double> shares) {
    return field
        + ": "
        + shares.entrySet().stream()
            .map(share -> Numbers.rate(share.getValue()) + " " + share.getKey())
            .collect(Collectors.joining(", "));
  }

  /** What a plan draws of each stratum, and what it makes of it; no line where it draws none. */
  public static List<String> strata(Plan plan, List<Stratum> strata) {
    return plan.sample().strata().stream()
        .flatMap(
            drawn ->
                Stream.of(
                    "strata     "
                        + drawn.field()
                        + ": "
                        + strata.stream().map(Sentences::stratum).collect(Collectors.joining("; ")),
                    "weights    " + MIXED_STRATA))
        .toList();
  }

  /** What rates since the start are of where the fraction of a stream did not stay the same. */
  public static String fractions(long changes, double least, double greatest) {
    return "the fraction of the messages that was taken changed "
        + Numbers.count(changes, "time", "times")
        + ", between "
        + Numbers.rate(least)
        + " and "
        + Numbers.rate(greatest)
        + ": each prefix counts once, so hours of which less was taken weigh less in rates since"
        + " the start";
  }

  /** What is made of strata that were drawn more or less densely. */
  public static final String MIXED_STRATA =
      "rates are those of the strata, mixed by their parts of the log; hits/trials are as drawn";

  private static String stratum(Stratum stratum) {
    return "%s %s of %s drawn (%s), %s not"
        .formatted(
            stratum.name(),
            Numbers.count(stratum.drawn()),
            Numbers.count(stratum.records()),
            Numbers.rate(stratum.fraction()),
            Numbers.count(stratum.undrawn()));
  }

  /**
   * What the intervals promise.
   *
   * @param confidence of all estimates together when simultaneous, else of each; within (0, 1)
   * @param named how many estimates share the error
   * @param each the level of one of them
   */
  public static String level(double confidence, boolean simultaneous, long named, double each) {
    return level(confidence, simultaneous, named, each, each);
  }

  /** The same where weights give some estimates more of the error than others. */
  public static String level(
      double confidence, boolean simultaneous, long named, double least, double greatest) {
    String each = Numbers.confidence(least);
    String most = Numbers.confidence(greatest);
    return "intervals valid at every look, "
        + (simultaneous && named > 1
            ? "%s for all %d together (%s each)"
                .formatted(
                    Numbers.confidence(confidence),
                    named,
                    each.equals(most) ? each : each + " to " + most)
            : each + " each");
  }

  /** What the intervals of a plan promise. */
  public static String level(Plan plan) {
    DoubleSummaryStatistics each =
        plan.categories().stream()
            .mapToDouble(category -> 1 - plan.alphaPerEstimate(category))
            .summaryStatistics();
    return level(
        plan.estimate().confidence(),
        plan.estimate().simultaneous(),
        plan.namedEstimates(),
        each.getMin(),
        each.getMax());
  }

  /**
   * How a run ended, or that it did not.
   *
   * @param admitted prefixes that are counted
   * @param reason what the run says of its end, if anything
   */
  public static String status(RunStatus status, long admitted, Optional<String> reason) {
    String after = status + " after " + Numbers.count(admitted, "prefix", "prefixes") + ": ";
    return after
        + switch (status) {
          case DECIDED -> reason.orElse("every category is settled, so the run stopped");
          case EXHAUSTED -> reason.orElse("the log has no more");
          case BUDGET ->
              "stopped before the " + reason.orElse("limit of max-prefixes") + " would be exceeded";
          case DEADLINE -> "the time was up";
          case INTERRUPTED -> reason.orElse("it can go on where it was");
          case RUNNING -> "the run is still going on";
          case FAILED -> reason.orElse("unknown");
        };
  }

  /** How many prefixes a comparison without pairs would take, for each one that it took. */
  public static String withoutPairs(OptionalDouble pairingGain) {
    return pairingGain.isPresent() ? Numbers.ratio(pairingGain) + " prefixes" : "not known";
  }

  /** What an alarm means. */
  public static String alarm(Alarm alarm) {
    return alarm(StandingJson.alarm(alarm));
  }

  /** The same from a stored result. */
  public static String alarm(JsonNode alarm) {
    String whose = alarm.path("category").asText() + " in " + alarm.path("lane").asText();
    String at = Numbers.count(alarm.path("at").asLong());
    if (!alarm.path("kind").asText().equals(Alarm.Drifted.KIND)) {
      return "%s: the rate changed within the run (at %s no rate is left that all looks allow)"
          .formatted(whose, at);
    }
    long trials = alarm.path("sinceTrials").asLong();
    long hits = alarm.path("sinceHits").asLong();
    return "%s: the rate has moved %s from %s, noticed at prefix %s, about since prefix %s: from there on %s hits in %s verdicts, a stretch that the alarm picked, so no interval holds for it (%s)"
        .formatted(
            whose,
            alarm.path("direction").asText().equals("increase") ? "up" : "down",
            Numbers.rate(alarm.path("from").asDouble()),
            at,
            Numbers.count(alarm.path("since").asLong()),
            Numbers.count(hits),
            Numbers.count(trials),
            runLength(alarm.path("runLength").asDouble(), alarm.path("sharedBy").asInt()));
  }

  /** What a plan watches for drift, and what that promises; empty when it watches nothing. */
  public static Optional<String> drift(Plan plan) {
    return plan.drift()
        .map(
            drift ->
                "%s watched in %s%s (%s)"
                    .formatted(
                        plan.driftWatched().stream()
                            .map(c -> c.id() + " from " + Numbers.rate(c.driftFrom().getAsDouble()))
                            .collect(Collectors.joining(", ")),
                        drift.lane(),
                        plan.stop().enabled() ? " until it is decided" : "",
                        runLength(drift.runLength(), plan.driftWatched().size())));
  }

  /** How often drift alarms ring for nothing. */
  public static String runLength(double prefixes, int alarms) {
    return "while no rate among verdicts moves, the first alarm%s comes after %s prefixes or more on average"
        .formatted(
            alarms == 1 ? "" : " of " + alarms + " rates that are watched",
            Numbers.count((long) Math.floor(prefixes)));
  }
}
