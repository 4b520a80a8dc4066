package dev.rehearsal.dependence;

import dev.rehearsal.estimate.Decision;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.Missing;
import dev.rehearsal.estimate.RateEvidence;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * The rate of a population in parts, of which each may have been sampled as densely as one liked: Σ
 * share · rate over Σ share (post-stratification).
 *
 * <p>Its interval holds at every look. Shares that are not known have bounds at a tenth of alpha
 * together, and the rate of each stratum an interval at an even part of the rest. The mean over
 * them is least and greatest where every share is at one of its bounds, those of the strata with
 * the greatest rates at the one and all others at the other: a linear-fractional programme over a
 * box. That the shares sum to 1 is not used, so it may be a little wide for three strata or more.
 *
 * <p>Sources: Neyman (1934); Cochran (1977, ch. 5); Kish (1965) for the effective size;
 * docs/methods.md, "Strata". Immutable.
 *
 * @param parts at least one; where all shares are known they sum to 1. One that is known to be
 *     nothing is left out
 */
public record Strata(List<Stratum> parts) implements RateEvidence {
  /** What the names of methods begin with that mix strata. */
  public static final String MIXED = "post-stratified ";

  private static final double OF_SHARES = 0.1;

  /**
   * A part of a population.
   *
   * @param share of the population
   * @param evidence what was seen in it
   * @param observations how many independent ones that is, 0 or more
   */
  public record Stratum(Share share, RateEvidence evidence, long observations) {}

  /**
   * Checks the shares.
   *
   * @throws IllegalArgumentException if there is no stratum, or known shares do not sum to 1
   */
  public Strata {
    parts = parts.stream().filter(part -> !part.share().equals(new Share.Known(0))).toList();
    double known = 0;
    boolean all = true;
    for (Stratum part : parts) {
      all &= part.share() instanceof Share.Known;
      known += part.share() instanceof Share.Known share ? share.share() : 0;
    }
    if (parts.isEmpty() || all && !(Math.abs(known - 1) < 1e-9)) {
      throw new IllegalArgumentException("the shares of strata must sum to 1, was " + known);
    }
  }

  @Override
  public String method() {
    return MIXED + parts.get(0).evidence().method();
  }

  /** Empty while a stratum with a share has no trial, or its share is not known at all. */
  @Override
  public OptionalDouble rate() {
    double sum = 0;
    double shares = 0;
    for (Stratum part : parts) {
      OptionalDouble share = part.share().expected();
      if (share.isPresent() && share.getAsDouble() == 0) {
        continue;
      }
      OptionalDouble rate = part.evidence().rate();
      if (share.isEmpty() || rate.isEmpty()) {
        return OptionalDouble.empty();
      }
      shares += share.getAsDouble();
      sum += share.getAsDouble() * rate.getAsDouble();
    }
    return shares == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / shares);
  }

  @Override
  public Interval interval(double alpha) {
    return mixed(alpha, RateEvidence::interval);
  }

  @Override
  public Interval worstCase(double alpha) {
    return mixed(alpha, RateEvidence::worstCase);
  }

  /**
   * In each stratum the missing are at most so many times as bad as what was graded in it. How bad
   * they would have to be to reach a threshold is not told.
   */
  @Override
  public Optional<Missing> missing(double alpha, OptionalDouble threshold) {
    return missing(alpha)
        .findFirst()
        .map(
            any ->
                new Missing(
                    any.timesAsBad(),
                    mixed(alpha, Strata::missingShare).high(),
                    mixed(alpha, Strata::withMissing),
                    OptionalDouble.empty()));
  }

  @Override
  public Decision against(double threshold, double alpha) {
    Interval rate = mixed(alpha, Strata::withMissing);
    if (rate.high() < threshold) {
      return Decision.BELOW;
    }
    return rate.low() > threshold ? Decision.ABOVE : Decision.UNDECIDED;
  }

  /**
   * Of how many equally weighted observations the precision is: (Σw)²/Σw² with w = share /
   * observations for each observation of a stratum, at most their number; empty while a stratum
   * with a share has none.
   */
  public OptionalDouble effectiveSize() {
    double weights = 0;
    double squares = 0;
    for (Stratum part : parts) {
      OptionalDouble share = part.share().expected();
      if (share.isEmpty() || share.getAsDouble() > 0 && part.observations() == 0) {
        return OptionalDouble.empty();
      }
      weights += share.getAsDouble();
      squares += share.getAsDouble() * share.getAsDouble() / Math.max(1, part.observations());
    }
    return squares == 0 ? OptionalDouble.empty() : OptionalDouble.of(weights * weights / squares);
  }

  private Interval mixed(double alpha, BiFunction<RateEvidence, Double, Interval> of) {
    boolean exact = parts.stream().allMatch(part -> part.share().exact());
    double each = (exact ? alpha : (1 - OF_SHARES) * alpha) / parts.size();
    List<Bounded> bounded =
        parts.stream()
            .map(
                part ->
                    new Bounded(
                        part.share().within(OF_SHARES * alpha / parts.size()),
                        of.apply(part.evidence(), each)))
            .toList();
    double low = Math.max(0, -greatest(bounded, part -> -part.rate().low()).orElse(0));
    double high = Math.min(1, greatest(bounded, part -> part.rate().high()).orElse(1));
    return new Interval(low, Math.max(low, high));
  }

  /** The greatest mean of {@code value} under weights within their bounds; empty if all are 0. */
  private static OptionalDouble greatest(List<Bounded> bounded, ToDoubleFunction<Bounded> value) {
    List<Bounded> falling =
        bounded.stream().sorted(Comparator.comparingDouble(value).reversed()).toList();
    double weights = 0;
    double sum = 0;
    for (Bounded part : falling) {
      weights += part.share().low();
      sum += part.share().low() * value.applyAsDouble(part);
    }
    OptionalDouble greatest =
        weights > 0 ? OptionalDouble.of(sum / weights) : OptionalDouble.empty();
    for (Bounded part : falling) {
      weights += part.share().width();
      sum += part.share().width() * value.applyAsDouble(part);
      if (weights > 0) {
        greatest =
            OptionalDouble.of(Math.max(greatest.orElse(Double.NEGATIVE_INFINITY), sum / weights));
      }
    }
    return greatest;
  }

  private Stream<Missing> missing(double alpha) {
    return parts.stream()
        .flatMap(part -> part.evidence().missing(alpha, OptionalDouble.empty()).stream());
  }

  private static Interval withMissing(RateEvidence evidence, double alpha) {
    return evidence
        .missing(alpha, OptionalDouble.empty())
        .map(Missing::interval)
        .orElseGet(() -> evidence.interval(alpha));
  }

  private static Interval missingShare(RateEvidence evidence, double alpha) {
    return new Interval(
        0, evidence.missing(alpha, OptionalDouble.empty()).map(Missing::largestShare).orElse(0.0));
  }

  private record Bounded(Interval share, Interval rate) {}
}
