package dev.rehearsal.app.plan;

import dev.rehearsal.app.check.Asked;
import dev.rehearsal.config.Limits;
import dev.rehearsal.config.Plan;
import dev.rehearsal.config.Stop;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How far a run can go, and what each prefix is likely to take on the way: every ask answered at
 * once, by a reply as long as the recorded ones.
 *
 * @param prefixes at most; empty when nothing limits them
 * @param limit what ends it there, in words
 * @param total prefixes of the log; empty when nobody knows
 * @param calls for each prefix
 * @param tokens for each prefix; empty when the texts were not seen
 * @param usd for each prefix; empty when not known
 * @param seconds for each prefix under the rate limits; 0 without any
 */
record Horizon(
    OptionalLong prefixes,
    String limit,
    OptionalLong total,
    double calls,
    OptionalDouble tokens,
    OptionalDouble usd,
    double seconds) {

  /**
   * @param size prefixes that the source will give, at most as many as the plan wants
   * @param total prefixes of the log, whether or not they are wanted
   */
  static Horizon of(Plan plan, List<Asked> asked, OptionalLong size, OptionalLong total) {
    List<Asked> calling = asked.stream().filter(each -> each.model().generates()).toList();
    double of = size.orElse(0);
    double calls = 0;
    double tokens = 0;
    double usd = 0;
    boolean texts = of > 0;
    boolean priced = of > 0;
    for (Asked each : calling) {
      calls += each.asks().orElse(0);
      tokens += each.expected().map(e -> e.inputTokens() + e.outputTokens()).orElse(0.0);
      usd += each.likelyUsd().orElse(0);
      texts &= each.expected().isPresent();
      priced &= each.likelyUsd().isPresent();
    }
    double scale = of > 0 ? 1 / of : 0;
    Horizon endless =
        new Horizon(
            OptionalLong.empty(),
            "",
            total,
            calls * scale,
            texts ? OptionalDouble.of(tokens * scale) : OptionalDouble.empty(),
            priced ? OptionalDouble.of(usd * scale) : OptionalDouble.empty(),
            seconds(plan.limits(), calling, scale));
    return endless.limited(plan.stop(), size);
  }

  private Horizon limited(Stop stop, OptionalLong size) {
    Horizon limited = this;
    if (size.isPresent()) {
      boolean fewer = stop.maxPrefixes().isPresent() && stop.maxPrefixes().equals(size);
      limited = limited.atMost(size.getAsLong(), fewer ? "stop.max-prefixes" : "the log");
    }
    if (stop.budgetUsd().isPresent()) {
      limited = limited.atMost(stop.budgetUsd().getAsDouble(), usd, "stop.budget-usd");
    }
    if (stop.budgetTokens().isPresent()) {
      limited = limited.atMost(stop.budgetTokens().getAsLong(), tokens, "stop.budget-tokens");
    }
    if (stop.budgetCalls().isPresent()) {
      limited =
          limited.atMost(
              stop.budgetCalls().getAsLong(), OptionalDouble.of(calls), "stop.budget-calls");
    }
    if (stop.deadline().isPresent()) {
      limited =
          limited.atMost(
              stop.deadline().get().toMillis() / 1000.0,
              OptionalDouble.of(seconds),
              "stop.deadline");
    }
    return limited;
  }

  private Horizon atMost(double budget, OptionalDouble each, String what) {
    return each.isPresent() && each.getAsDouble() > 0
        ? atMost((long) Math.floor(budget / each.getAsDouble()), what)
        : this;
  }

  private Horizon atMost(long most, String what) {
    return prefixes.isPresent() && prefixes.getAsLong() <= most
        ? this
        : new Horizon(OptionalLong.of(most), what, total, calls, tokens, usd, seconds);
  }

  private static double seconds(Map<String, Limits> limits, List<Asked> calling, double scale) {
    double slowest = 0;
    for (Map.Entry<String, Limits> limit : limits.entrySet()) {
      double asks = 0;
      double tokens = 0;
      for (Asked each : calling) {
        if (each.model().settings().limits().equals(Optional.of(limit.getKey()))) {
          asks += each.asks().orElse(0);
          tokens += each.expected().map(e -> e.inputTokens() + e.outputTokens()).orElse(0.0);
        }
      }
      Limits most = limit.getValue();
      double minutes =
          Math.max(
              most.requestsPerMinute().isPresent() ? asks / most.requestsPerMinute().getAsInt() : 0,
              most.tokensPerMinute().isPresent() ? tokens / most.tokensPerMinute().getAsLong() : 0);
      slowest = Math.max(slowest, minutes * 60 * scale);
    }
    return slowest;
  }
}
