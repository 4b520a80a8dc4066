package dev.rehearsal.app.result;

import dev.rehearsal.compare.PairedComparison;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.config.Category;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.State;
import dev.rehearsal.multiplicity.Discoveries;
import dev.rehearsal.multiplicity.Evidence;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Comparison;
import dev.rehearsal.standing.Estimate;
import dev.rehearsal.standing.LanePair;
import dev.rehearsal.standing.Standing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Everything that a run may claim of its candidate, and what of it stands: a rate above its
 * tolerance, a rate above or below that of another lane on the same prefixes. Means of means claim
 * nothing here.
 *
 * @param error of the plan: 1 − confidence
 * @param all each with its evidence, in the order of categories
 * @param quantities how many rates and comparisons they are about
 * @param selectedError at which intervals of the discovered ones are given; empty when there are
 *     none
 */
public record Claims(double error, List<Claim> all, int quantities, OptionalDouble selectedError) {

  /**
   * One claim.
   *
   * @param against the lane that is compared with; empty for a tolerance
   * @param says above, increased or decreased
   * @param tolerance of a rate; empty for a comparison
   * @param logE natural logarithm of the e-value against its contrary
   * @param discovery whether it is one of those of which a share of at most the error is false
   * @param familywise whether it holds together with all others with the plan's confidence
   * @param low of the rate, or of the discordant odds; empty unless it is a discovery
   * @param high likewise; infinite where the odds may be
   */
  public record Claim(
      String category,
      String lane,
      Optional<String> against,
      State says,
      OptionalDouble tolerance,
      double logE,
      boolean discovery,
      boolean familywise,
      OptionalDouble low,
      OptionalDouble high) {

    /** The rate or comparison that it is about. */
    private List<Object> quantity() {
      return List.of(category, lane, against);
    }

    private Claim judged(boolean found, boolean holds) {
      return new Claim(category, lane, against, says, tolerance, logE, found, holds, low, high);
    }

    private Claim within(double least, double most) {
      return new Claim(
          category,
          lane,
          against,
          says,
          tolerance,
          logE,
          discovery,
          familywise,
          OptionalDouble.of(least),
          OptionalDouble.of(most));
    }
  }

  public Claims {
    all = List.copyOf(all);
  }

  /** What was found, in the order of categories. */
  public List<Claim> discovered() {
    return all.stream().filter(Claim::discovery).toList();
  }

  /** The claims of a run at its end; none where strata were drawn, for e-values do not mix. */
  public static Claims of(Plan plan, List<CategoryQuestion> questions, Standing standing) {
    double error = 1 - plan.estimate().confidence();
    boolean finite = plan.estimate().estimand() == dev.rehearsal.config.Estimate.Estimand.LOG;
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < standing.categories().size(); i++) {
      CategoryStanding category = standing.categories().get(i);
      if (questions.get(i).strata().isPresent()) {
        continue;
      }
      if (!questions.get(i).observed().means(Lane.Role.CANDIDATE.text())) {
        rates(plan.categories().get(i), category, finite, claims);
      }
      comparisons(category, finite, claims);
    }
    Discoveries found = Discoveries.among(claims.stream().map(Claim::logE).toList());
    List<Integer> discovered = found.atFalseDiscoveryRate(error);
    List<Integer> holding = found.atFamilywiseError(error);
    Set<Object> quantities = new LinkedHashSet<>();
    Set<Object> selected = new LinkedHashSet<>();
    for (int i = 0; i < claims.size(); i++) {
      claims.set(i, claims.get(i).judged(discovered.contains(i), holding.contains(i)));
      quantities.add(claims.get(i).quantity());
      if (discovered.contains(i)) {
        selected.add(claims.get(i).quantity());
      }
    }
    if (selected.isEmpty()) {
      return new Claims(error, claims, quantities.size(), OptionalDouble.empty());
    }
    double each = Discoveries.alphaOfSelected(error, selected.size(), quantities.size());
    claims.replaceAll(
        claim -> claim.discovery() ? within(claim, questions, standing, each) : claim);
    return new Claims(error, claims, quantities.size(), OptionalDouble.of(each));
  }

  private static void rates(
      Category category, CategoryStanding standing, boolean finite, List<Claim> claims) {
    if (category.tolerance().isEmpty()) {
      return;
    }
    double tolerance = category.tolerance().getAsDouble();
    standing.estimates().stream()
        .filter(e -> e.slice().equals(Estimate.ALL))
        .filter(e -> e.lane().equals(Lane.Role.CANDIDATE.text()))
        .forEach(
            e ->
                claims.add(
                    claim(
                        e.category(),
                        e.lane(),
                        Optional.empty(),
                        State.ABOVE,
                        category.tolerance(),
                        Evidence.above(
                            tolerance,
                            Questions.bet(category),
                            e.counts(),
                            finite,
                            e.populationSize()))));
  }

  private static void comparisons(CategoryStanding standing, boolean finite, List<Claim> claims) {
    for (Comparison comparison : standing.comparisons()) {
      LanePair lanes = comparison.lanes();
      if (lanes.decides()) {
        claims.add(
            claim(
                comparison.category(),
                lanes.b(),
                Optional.of(lanes.a()),
                State.INCREASED,
                OptionalDouble.empty(),
                Evidence.increased(comparison.counts(), finite)));
        claims.add(
            claim(
                comparison.category(),
                lanes.b(),
                Optional.of(lanes.a()),
                State.DECREASED,
                OptionalDouble.empty(),
                Evidence.decreased(comparison.counts(), finite)));
      }
    }
  }

  private static Claim claim(
      String category,
      String lane,
      Optional<String> against,
      State says,
      OptionalDouble tolerance,
      double logE) {
    return new Claim(
        category,
        lane,
        against,
        says,
        tolerance,
        logE,
        false,
        false,
        OptionalDouble.empty(),
        OptionalDouble.empty());
  }

  private static Claim within(
      Claim claim, List<CategoryQuestion> questions, Standing standing, double error) {
    if (claim.against().isPresent()) {
      Comparison comparison =
          standing.comparisons().stream()
              .filter(c -> c.category().equals(claim.category()))
              .filter(c -> c.lanes().b().equals(claim.lane()))
              .filter(c -> claim.against().equals(Optional.of(c.lanes().a())))
              .findFirst()
              .orElseThrow();
      RatioInterval odds = new PairedComparison(comparison.counts(), error).discordantOdds();
      return claim.within(odds.low(), odds.high());
    }
    Estimate estimate =
        standing.estimates().stream()
            .filter(e -> e.slice().equals(Estimate.ALL))
            .filter(e -> e.category().equals(claim.category()) && e.lane().equals(claim.lane()))
            .findFirst()
            .orElseThrow();
    RateSequence sequence =
        questions.stream()
            .filter(question -> question.id().equals(claim.category()))
            .map(question -> Objects.requireNonNull(question.sequences().get(claim.lane())))
            .findFirst()
            .orElseThrow();
    Interval interval = sequence.interval(estimate.counts(), error);
    return claim.within(interval.low(), interval.high());
  }
}
