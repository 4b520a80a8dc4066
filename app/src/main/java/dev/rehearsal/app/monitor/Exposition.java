package dev.rehearsal.app.monitor;

import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.app.view.GroupStanding;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.app.view.Vitals;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.Alarm;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.streams.journal.JournalStatus;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.ReplyTotals;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.verdict.Reasons;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Puts a moment of a run under the names of its metrics. */
final class Exposition {
  private static final List<String> BREAKER_STATES =
      Arrays.stream(ModelStatus.BreakerState.values()).map(Exposition::word).toList();

  private final Families families;

  private Exposition(Families families) {
    this.families = families;
  }

  /** Adds everything that is known at the moment. */
  static void add(RunMoment moment, Families families) {
    Exposition exposition = new Exposition(families);
    exposition.funnel(moment.vitals());
    families.add(Metric.ELAPSED, moment.elapsed().toNanos() / 1e9);
    families.add(Metric.COUNTED, moment.done());
    moment.progress().ifPresent(exposition::progress);
    moment.onlook().ifPresent(onlook -> onlook.rates().forEach(exposition::forecast));
    moment.total().ifPresent(exposition::total);
    new TreeMap<>(moment.models()).forEach(exposition::model);
    new TreeMap<>(moment.vitals().limiters())
        .forEach(
            (name, status) -> {
              families.add(Metric.YIELDS, status.yields() ? 1 : 0, name);
              families.add(Metric.YIELDED, status.yielded().toNanos() / 1e9, name);
            });
    moment.vitals().budget().ifPresent(exposition::budget);
    moment.vitals().fraction().ifPresent(exposition::fraction);
  }

  private void funnel(Vitals vitals) {
    Funnel funnel = vitals.funnel();
    families.add(Metric.READ, funnel.read());
    new TreeMap<>(vitals.quarantined())
        .forEach((reason, records) -> families.add(Metric.QUARANTINED, records, reason));
    families.add(Metric.DROPPED, funnel.dropped());
    families.add(Metric.UNSAMPLED, funnel.unsampled());
    families.add(Metric.SAMPLED, funnel.sampled());
    vitals.lag().ifPresent(records -> families.add(Metric.LAG, records));
    vitals.lost().ifPresent(records -> families.add(Metric.LOST, records));
    families.add(Metric.ADMITTED, vitals.admitted());
    families.add(Metric.SINCE_COUNTED, vitals.sinceCounted().toNanos() / 1e9);
  }

  private void progress(Progress progress) {
    new TreeMap<>(progress.replies()).forEach(this::replies);
    progress.standing().categories().forEach(this::category);
    Map<Progress.Ungraded, Long> ungraded = new TreeMap<>();
    progress
        .ungraded()
        .forEach(
            (kind, count) ->
                ungraded.merge(
                    new Progress.Ungraded(
                        kind.category(), kind.lane(), Reasons.told(kind.reason())),
                    count,
                    Long::sum));
    ungraded.forEach(
        (kind, count) ->
            families.add(Metric.UNGRADED, count, kind.category(), kind.lane(), kind.reason()));
  }

  private void replies(String lane, ReplyTotals totals) {
    families.add(Metric.REPLIES, totals.answered(), lane, "answered");
    families.add(Metric.REPLIES, totals.blocked(), lane, "blocked");
    families.add(Metric.REPLIES, totals.failed(), lane, "failed");
    families.add(Metric.REUSED, totals.reused(), lane);
    families.add(Metric.TRUNCATED, totals.truncated(), lane);
  }

  private void category(CategoryStanding category) {
    families.add(Metric.CATEGORY_DECIDED, category.decided() ? 1 : 0, category.category());
    category.estimates().stream()
        .filter(estimate -> estimate.slice().equals(Estimate.ALL))
        .forEach(
            estimate -> {
              estimate(estimate);
              alarms(category, estimate.lane());
            });
  }

  private void estimate(Estimate estimate) {
    String category = estimate.category();
    String lane = estimate.lane();
    Counts counts = estimate.counts();
    families.add(Metric.VERDICTS, counts.trials(), category, lane, "graded");
    families.add(Metric.VERDICTS, counts.ungraded(), category, lane, "ungraded");
    families.add(Metric.VERDICTS, counts.notApplicable(), category, lane, "not_applicable");
    families.add(Metric.HITS, counts.hits(), category, lane);
    rate(estimate, Metric.RATE, Metric.LOW, Metric.HIGH);
    families.add(Metric.WIDTH, estimate.interval().width(), category, lane);
    families.add(Metric.CONFIDENCE, estimate.confidence(), category, lane);
    families.add(Metric.DECIDED, estimate.decidedAt().isPresent() ? 1 : 0, category, lane);
  }

  private void rate(Estimate estimate, Metric rate, Metric low, Metric high) {
    String category = estimate.category();
    String lane = estimate.lane();
    estimate.rate().ifPresent(value -> families.add(rate, value, category, lane));
    families.add(low, estimate.interval().low(), category, lane);
    families.add(high, estimate.interval().high(), category, lane);
  }

  private void total(GroupStanding total) {
    families.add(Metric.GROUP_MEMBERS, total.total().members());
    families.add(Metric.GROUP_PREFIXES, total.standing().watermark());
    families.add(Metric.GROUP_UP_TO, total.upTo().toEpochMilli() / 1e3);
    total.standing().categories().stream()
        .flatMap(category -> category.estimates().stream())
        .forEach(
            estimate -> rate(estimate, Metric.GROUP_RATE, Metric.GROUP_LOW, Metric.GROUP_HIGH));
  }

  private void alarms(CategoryStanding category, String lane) {
    for (String kind : List.of(Alarm.RateChanged.KIND, Alarm.Drifted.KIND)) {
      long raised =
          category.alarms().stream()
              .filter(alarm -> alarm.lane().equals(lane) && alarm.kind().equals(kind))
              .count();
      families.add(Metric.ALARMS, raised, category.category(), lane, kind);
    }
  }

  private void forecast(Onlook.Rate rate) {
    String category = rate.category();
    families.add(Metric.FORECAST, rate.forecast(), category);
    families.add(Metric.PROMISED_LOW, rate.promised().low(), category);
    families.add(Metric.PROMISED_HIGH, rate.promised().high(), category);
    rate.ratio().ifPresent(ratio -> families.add(Metric.OVER_FORECAST, ratio, category));
    families.add(Metric.OVER_FORECAST_LOW, rate.ratios().low(), category);
    families.add(Metric.OVER_FORECAST_HIGH, rate.ratios().high(), category);
    families.add(Metric.FORECAST_ALARM, rate.alarm() ? 1 : 0, category);
  }

  private void model(String model, ModelStatus status) {
    families.add(Metric.CALLS, status.calls(), model);
    families.add(Metric.RETRIES, status.retries(), model);
    families.add(Metric.RATE_LIMITED, status.rateLimited(), model);
    families.add(Metric.IN_FLIGHT, status.inFlight(), model);
    families.add(Metric.IN_FLIGHT_LIMIT, status.limit(), model);
    new TreeMap<>(status.lent())
        .forEach((node, hands) -> families.add(Metric.NODE_HANDS, hands, node, model));
    families.add(Metric.QUEUED, status.queued(), model);
    families.oneOf(Metric.BREAKER, word(status.breaker()), BREAKER_STATES, model);
    families.add(Metric.TOKENS, status.inputTokens(), model, "input");
    families.add(Metric.TOKENS, status.outputTokens(), model, "output");
    status.usd().ifPresent(usd -> families.add(Metric.USD, usd, model));
    families.histogram(Metric.LATENCY, status.latencies(), model);
  }

  private void budget(BudgetActor.Status status) {
    Budget budget = status.budget();
    Cost spent = status.spentInAll();
    budget
        .usd()
        .ifPresent(most -> left(Metric.BUDGET_USD, Metric.BUDGET_USD_LEFT, most, spent.usd()));
    budget
        .tokens()
        .ifPresent(
            most -> left(Metric.BUDGET_TOKENS, Metric.BUDGET_TOKENS_LEFT, most, spent.tokens()));
    budget
        .calls()
        .ifPresent(
            most -> left(Metric.BUDGET_CALLS, Metric.BUDGET_CALLS_LEFT, most, spent.calls()));
  }

  private void fraction(FractionStatus status) {
    families.add(Metric.FRACTION, status.fraction());
    status
        .budget()
        .ifPresent(
            budget -> {
              String unit = word(budget.unit());
              families.add(Metric.FRACTION_BUDGET, budget.perHour(), unit);
              status
                  .spentPerHour()
                  .ifPresent(sum -> families.add(Metric.FRACTION_SPENT, sum, unit));
            });
  }

  private void left(Metric limit, Metric left, double most, double spent) {
    families.add(limit, most);
    families.add(left, Math.max(0, most - spent));
  }

  /** Adds how the journal is written. */
  static void add(JournalStatus journal, Families families) {
    families.add(Metric.JOURNAL_QUEUED, journal.queued());
    families.add(Metric.JOURNAL_WRITABLE, journal.writable() ? 1 : 0);
    journal.bytes().ifPresent(bytes -> families.add(Metric.JOURNAL_BYTES, bytes));
    families.summary(Metric.COMMITS, journal.commits(), journal.commitSeconds());
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
