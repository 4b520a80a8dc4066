package dev.rehearsal.app.monitor;

import java.util.List;

/**
 * Every metric that a run can show, named after the conventions of Prometheus: base units, {@code
 * _total} for what only grows. One without a value is absent: what is not known is never 0.
 */
enum Metric {
  BUILD(Kind.INFO, "rehearsal_build", "What is running.", "version", "java"),
  RUN(Kind.INFO, "rehearsal_run", "Which run this is.", "run", "plan", "estimand", "unit"),
  STATE(
      Kind.GAUGE,
      "rehearsal_run_state",
      "1 for the state that the run is in: starting, running, paused, stopping or ended; else 0.",
      "state"),
  ELAPSED(Kind.GAUGE, "rehearsal_run_elapsed_seconds", "Since the first prefix was asked for."),

  READ(Kind.COUNTER, "rehearsal_records_read", "Records that came out of the source."),
  QUARANTINED(
      Kind.COUNTER, "rehearsal_records_quarantined", "Records that could not be used.", "reason"),
  DROPPED(Kind.COUNTER, "rehearsal_records_dropped", "Records left out by the plan's filters."),
  UNSAMPLED(
      Kind.COUNTER, "rehearsal_records_unsampled", "Records left out by the fraction or the cap."),
  SAMPLED(
      Kind.COUNTER,
      "rehearsal_records_sampled",
      "Records taken; read = quarantined + dropped + unsampled + sampled."),
  LAG(
      Kind.GAUGE,
      "rehearsal_source_lag_records",
      "Records that wait to be read; absent when nobody knows, as on standard input."),
  LOST(
      Kind.COUNTER,
      "rehearsal_source_lost_records",
      "Records that were deleted by retention before they were read; absent where that cannot be."),
  ADMITTED(
      Kind.COUNTER,
      "rehearsal_prefixes_admitted",
      "Prefixes that have an admission number; after a resume those before it as well."),
  COUNTED(
      Kind.COUNTER,
      "rehearsal_prefixes_counted",
      "The watermark: every admitted prefix up to it is resolved and counted."),
  SINCE_COUNTED(
      Kind.GAUGE,
      "rehearsal_since_counted_seconds",
      "Since a prefix was last counted; before the first, since the run began to ask."),

  REPLIES(
      Kind.COUNTER,
      "rehearsal_replies",
      "Replies up to the watermark, by outcome: answered, blocked or failed.",
      "lane",
      "outcome"),
  REUSED(Kind.COUNTER, "rehearsal_replies_reused", "Of those, taken out of the journal.", "lane"),
  TRUNCATED(Kind.COUNTER, "rehearsal_replies_truncated", "Of the answered, cut by length.", "lane"),

  VERDICTS(
      Kind.COUNTER,
      "rehearsal_verdicts",
      "What was counted, as graded, ungraded or not_applicable.",
      "category",
      "lane",
      "verdict"),
  HITS(Kind.COUNTER, "rehearsal_hits", "Of the graded, those that violate.", "category", "lane"),
  UNGRADED(
      Kind.COUNTER,
      "rehearsal_ungraded",
      "Missing verdicts by reason; reasons that a program gives of its own are other.",
      "category",
      "lane",
      "reason"),
  RATE(Kind.GAUGE, "rehearsal_rate_ratio", "Hits over graded.", "category", "lane"),
  LOW(Kind.GAUGE, "rehearsal_rate_low_ratio", "Lower end of its interval.", "category", "lane"),
  HIGH(Kind.GAUGE, "rehearsal_rate_high_ratio", "Upper end of its interval.", "category", "lane"),
  WIDTH(Kind.GAUGE, "rehearsal_rate_width_ratio", "High less low.", "category", "lane"),
  CONFIDENCE(
      Kind.GAUGE,
      "rehearsal_rate_confidence_ratio",
      "Probability that the interval never misses.",
      "category",
      "lane"),
  DECIDED(
      Kind.GAUGE,
      "rehearsal_estimate_decided",
      "1 once a stop rule has settled the rate, else 0.",
      "category",
      "lane"),
  CATEGORY_DECIDED(
      Kind.GAUGE,
      "rehearsal_category_decided",
      "1 once everything asked of the category is settled or given up: it is graded no more.",
      "category"),
  ALARMS(
      Kind.COUNTER,
      "rehearsal_alarms",
      "Alarms raised, by kind: rate-changed or drift.",
      "category",
      "lane",
      "kind"),

  FORECAST(
      Kind.GAUGE,
      "rehearsal_forecast_rate_ratio",
      "Rate that was forecast of production; there with observe --forecast only, as the others.",
      "category"),
  PROMISED_LOW(
      Kind.GAUGE,
      "rehearsal_forecast_promised_low_ratio",
      "Lower end of the rates that were promised.",
      "category"),
  PROMISED_HIGH(
      Kind.GAUGE,
      "rehearsal_forecast_promised_high_ratio",
      "Upper end of the rates that were promised.",
      "category"),
  OVER_FORECAST(
      Kind.GAUGE,
      "rehearsal_forecast_observed_ratio",
      "Observed rate over forecast rate; absent before the first verdict.",
      "category"),
  OVER_FORECAST_LOW(
      Kind.GAUGE,
      "rehearsal_forecast_observed_low_ratio",
      "Lower end of its interval, which holds at every look at once.",
      "category"),
  OVER_FORECAST_HIGH(
      Kind.GAUGE,
      "rehearsal_forecast_observed_high_ratio",
      "Upper end of its interval.",
      "category"),
  FORECAST_ALARM(
      Kind.GAUGE,
      "rehearsal_forecast_alarm",
      "1 once the traffic excluded what was promised, else 0.",
      "category"),

  GROUP_MEMBERS(
      Kind.GAUGE,
      "rehearsal_group_members",
      "Processes that count a partition; there once the group has a total, as the others."),
  GROUP_PREFIXES(
      Kind.GAUGE,
      "rehearsal_group_prefixes",
      "Prefixes in the group's total, which every process shows."),
  GROUP_UP_TO(
      Kind.GAUGE,
      "rehearsal_group_up_to_seconds",
      "Unix time up to which the total has everything."),
  GROUP_RATE(Kind.GAUGE, "rehearsal_group_rate_ratio", "Its hits over graded.", "category", "lane"),
  GROUP_LOW(
      Kind.GAUGE,
      "rehearsal_group_rate_low_ratio",
      "Lower end of its interval.",
      "category",
      "lane"),
  GROUP_HIGH(
      Kind.GAUGE,
      "rehearsal_group_rate_high_ratio",
      "Upper end of its interval.",
      "category",
      "lane"),

  CALLS(Kind.COUNTER, "rehearsal_model_calls", "Attempts made by this process.", "model"),
  RETRIES(Kind.COUNTER, "rehearsal_model_retries", "Attempts after the first of a reply.", "model"),
  RATE_LIMITED(
      Kind.COUNTER, "rehearsal_model_rate_limited", "Attempts answered with a 429.", "model"),
  IN_FLIGHT(Kind.GAUGE, "rehearsal_model_in_flight", "Attempts under way.", "model"),
  IN_FLIGHT_LIMIT(
      Kind.GAUGE, "rehearsal_model_in_flight_limit", "Most attempts at once right now.", "model"),
  NODE_HANDS(
      Kind.GAUGE,
      "rehearsal_node_hands",
      "Most attempts at once that the node makes for the model.",
      "node",
      "model"),
  QUEUED(Kind.GAUGE, "rehearsal_model_queued", "Replies that wait for an attempt.", "model"),
  BREAKER(
      Kind.GAUGE,
      "rehearsal_model_breaker_state",
      "1 for the state of the circuit breaker: closed, open or given_up; else 0.",
      "model",
      "state"),
  TOKENS(
      Kind.COUNTER,
      "rehearsal_model_tokens",
      "Tokens as the provider counted them, input or output.",
      "model",
      "direction"),
  USD(
      Kind.COUNTER,
      "rehearsal_model_usd",
      "US dollars for those tokens; absent when the plan has no price.",
      "model"),
  LATENCY(
      Kind.HISTOGRAM,
      "rehearsal_model_latency_seconds",
      "From the dispatch of an attempt to its reply.",
      "model"),

  YIELDS(
      Kind.GAUGE,
      "rehearsal_limits_yields",
      "1 while nothing is sent because others need the provider's limit, else 0.",
      "limits"),
  YIELDED(
      Kind.COUNTER, "rehearsal_limits_yielded_seconds", "How long that was so, in all.", "limits"),

  BUDGET_USD(Kind.GAUGE, "rehearsal_budget_limit_usd", "Most US dollars to spend."),
  BUDGET_USD_LEFT(Kind.GAUGE, "rehearsal_budget_left_usd", "Of those, not spent."),
  BUDGET_TOKENS(Kind.GAUGE, "rehearsal_budget_limit_tokens", "Most tokens to spend."),
  BUDGET_TOKENS_LEFT(Kind.GAUGE, "rehearsal_budget_left_tokens", "Of those, not spent."),
  BUDGET_CALLS(Kind.GAUGE, "rehearsal_budget_limit_calls", "Most attempts to make."),
  BUDGET_CALLS_LEFT(Kind.GAUGE, "rehearsal_budget_left_calls", "Of those, not made."),

  FRACTION(
      Kind.GAUGE, "rehearsal_sample_fraction_ratio", "Part of a stream's messages that is taken."),
  FRACTION_BUDGET(
      Kind.GAUGE,
      "rehearsal_sample_budget_per_hour",
      "What sample.budget lets it cost in an hour.",
      "unit"),
  FRACTION_SPENT(
      Kind.GAUGE,
      "rehearsal_sample_spent_per_hour",
      "What it cost, an hour, over the last epochs; absent before the first is over.",
      "unit"),

  JOURNAL_QUEUED(Kind.GAUGE, "rehearsal_journal_queued", "Appends that wait to be committed."),
  JOURNAL_WRITABLE(
      Kind.GAUGE, "rehearsal_journal_writable", "0 after a write failed: the run is ending."),
  JOURNAL_BYTES(
      Kind.GAUGE,
      "rehearsal_journal_bytes",
      "What the journal's file and the log beside it take on disk; absent on a server."),
  COMMITS(
      Kind.SUMMARY,
      "rehearsal_journal_commit_seconds",
      "How many commits of appends, and their time.");

  /** How a metric behaves. */
  enum Kind {
    COUNTER("_total"),
    GAUGE(""),
    INFO("_info"),
    HISTOGRAM(""),
    SUMMARY("");

    private final String suffix;

    Kind(String suffix) {
      this.suffix = suffix;
    }
  }

  private final Kind kind;
  private final String family;
  private final String help;
  private final List<String> labels;

  Metric(Kind kind, String family, String help, String... labels) {
    this.kind = kind;
    this.family = family;
    this.help = help;
    this.labels = List.of(labels);
  }

  Kind kind() {
    return kind;
  }

  /** Its name but for what its kind adds. */
  String family() {
    return family;
  }

  /** The name under which a query finds it. */
  String exposed() {
    return family + kind.suffix;
  }

  String help() {
    return help;
  }

  List<String> labels() {
    return labels;
  }
}
