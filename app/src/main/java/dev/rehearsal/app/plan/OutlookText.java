package dev.rehearsal.app.plan;

import dev.rehearsal.app.check.Asked;
import dev.rehearsal.app.result.Floor;
import dev.rehearsal.app.run.Destination;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.text.Sentences;
import dev.rehearsal.app.text.Table;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** An outlook for people. */
final class OutlookText {
  private static final String NOT_KNOWN = "not known";

  private final Outlook outlook;
  private final Plan plan;
  private final List<String> lines = new ArrayList<>();

  private OutlookText(Outlook outlook) {
    this.outlook = outlook;
    this.plan = outlook.checked().plan();
  }

  static List<String> lines(Outlook outlook) {
    OutlookText text = new OutlookText(outlook);
    text.write();
    return text.lines;
  }

  private void write() {
    lines.add(plan.name() + ": the plan is good. Nothing was sent.");
    lines.add("");
    log();
    lines.add(
        "estimates  "
            + Sentences.estimand(outlook.log(), plan.sample().byUser())
            + "; "
            + Sentences.level(plan));
    lines.add(
        "missing    where a verdict is missing, thresholds and tolerances are decided as if it were"
            + " up to "
            + Numbers.times(plan.estimate().missingTimesAsBad())
            + " as bad");
    plan.estimate()
        .targetMix()
        .ifPresent(mix -> lines.add("target mix " + Sentences.mix(mix.field(), mix.shares())));
    plan.lanes().stream()
        .filter(Lane::repeats)
        .forEach(lane -> lines.add("replies    " + Sentences.repeats(lane.name(), lane.samples())));
    ends();
    Sentences.drift(plan).ifPresent(watched -> lines.add("drift      " + watched));
    lines.add("");
    categories();
    lines.add("");
    List<String> expected = ExpectationTable.lines(outlook.horizon(), outlook.categories());
    if (!expected.isEmpty()) {
      lines.addAll(expected);
      lines.add("");
    }
    asked();
  }

  private void log() {
    if (outlook.size().isEmpty()) {
      lines.add("log        admitted as it arrives; its size is not known");
      return;
    }
    lines.add(
        "log        "
            + outlook.funnel()
            + (outlook.quarantined().isEmpty() ? "" : " " + new TreeMap<>(outlook.quarantined())));
    lines.addAll(Sentences.strata(plan, outlook.strata()));
    if (plan.sample().byUser()) {
      lines.add("prefixes   at most " + Numbers.count(outlook.size().getAsLong()));
      return;
    }
    boolean floor = plan.sample().strata().isEmpty();
    lines.add(
        "prefixes   at most %s; %s"
            .formatted(
                Numbers.count(outlook.size().getAsLong()),
                floor
                    ? "a run of so many sees rates from %s up (95 %% chance of a hit)"
                        .formatted(Numbers.rate(Floor.of(outlook.size().getAsLong())))
                    : "the smallest rate that is seen depends on the stratum it is in"));
    OptionalLong reach = outlook.horizon().prefixes();
    if (reach.isPresent() && reach.getAsLong() < outlook.size().getAsLong()) {
      lines.add(
          "reach      about %s by %s%s"
              .formatted(
                  Numbers.count(reach.getAsLong()),
                  outlook.horizon().limit(),
                  floor && reach.getAsLong() > 0
                      ? ", and then rates from " + Numbers.rate(Floor.of(reach.getAsLong())) + " up"
                      : ""));
    }
  }

  private void ends() {
    long without = outlook.categories().stream().filter(c -> c.rules().isEmpty()).count();
    lines.add(
        "ends       "
            + (without == 0
                ? "early, when all categories are decided; looks every "
                    + Numbers.count(plan.stop().lookEvery())
                    + " prefixes"
                : plan.stop().enabled()
                    ? "never early: %d of %d categories have no stop rule"
                        .formatted(without, outlook.categories().size())
                    : "never early: stop.rules is off"));
  }

  private void categories() {
    Table table = new Table();
    table.row(
        "category",
        "population",
        "method",
        "decided when (in every lane)",
        "at the earliest",
        "without a hit, excludes");
    for (CategoryOutlook each : outlook.categories()) {
      OptionalLong size = each.question().populationSize();
      table.row(
          each.category().id(),
          (size.isPresent() ? Numbers.count(size.getAsLong()) + " " : "")
              + each.question().population(),
          each.method(),
          each.rules().isEmpty() ? "no rule" : String.join("; ", each.rules()),
          earliest(each),
          each.excluded().isEmpty()
              ? NOT_KNOWN
              : each.excluded().getAsDouble() == 0
                  ? "every rate but 0"
                  : "rates over " + Numbers.rate(each.excluded().getAsDouble()));
    }
    lines.addAll(table.lines(false));
  }

  private static String earliest(CategoryOutlook each) {
    return each.leastTrials().isPresent()
        ? Numbers.count(each.leastTrials().getAsLong()) + " trials, none a hit"
        : each.rules().isEmpty() ? "" : NOT_KNOWN;
  }

  private void asked() {
    if (outlook.asked().isEmpty()) {
      lines.add("asks nobody: every reply and verdict is recorded");
      return;
    }
    Table table = new Table();
    table.row("who", "host", "asks", "calls at most", "tokens at most*", "dollars at most*");
    for (Asked each : outlook.asked()) {
      table.row(
          each.who(),
          each.model().host().orElse("none: nothing leaves this machine"),
          count(each.asks()),
          count(each.mostCalls()),
          count(each.mostTokens()),
          dollars(each.mostUsd()));
    }
    lines.addAll(table.lines(false));
    lines.add(
        "* estimated: %d bytes of request a token, the longest reply that the model may give, every"
                .formatted(Asked.BYTES_PER_TOKEN)
            + " attempt used; a judge's rubric comes on top");
    if (outlook.destinations().isEmpty()) {
      return;
    }
    lines.add("");
    lines.add(
        "dollars    at most "
            + dollars(outlook.mostUsd())
            + (plan.stop().budgetUsd().isPresent() ? " (stop.budget-usd)" : "")
            + "; prices are the plan's own");
    outlook
        .time()
        .forEach(
            (credential, time) ->
                lines.add(
                    "time       at least %s for the whole log under limits.%s"
                        .formatted(Numbers.time(time), credential)));
    for (Destination to : outlook.destinations()) {
      lines.add(
          "sends to   %s (%s), not de-identified; %s"
              .formatted(
                  to.host(),
                  String.join(", ", to.uses()),
                  to.allowed()
                      ? "in send-to"
                      : "NOT in send-to: the run will ask first, or exit 2 without a terminal"));
    }
  }

  private static String count(OptionalLong count) {
    return count.isPresent() ? Numbers.count(count.getAsLong()) : NOT_KNOWN;
  }

  private static String dollars(OptionalDouble usd) {
    return usd.isPresent() ? Numbers.dollars(usd.getAsDouble()) : NOT_KNOWN;
  }
}
