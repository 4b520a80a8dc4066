package dev.rehearsal.app.run;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.RunStart;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.app.result.Sums;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Epoch;
import dev.rehearsal.sampling.EpochRule;
import dev.rehearsal.streams.source.Fraction;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;

/**
 * The fraction of a stream that a run takes: the plan's, or what a person set it to, or what a
 * budget allows in this epoch. Every change is journalled before a message is taken with it, so
 * that each admission's probability can be told (docs/adr/0230). Thread-safe.
 */
public final class Fractions implements Fraction {
  private static final int MOST_QUIET_EPOCHS = 100_000;

  private final Sample sample;
  private final boolean goesOn;
  private final Optional<EpochRule> rule;
  private final FractionLog log;
  private final BiConsumer<String, String> aloud;
  private final LongSupplier nanos;
  private double most;
  private EpochRule.State state;
  private double last;
  private int changes;
  private double least;
  private double greatest;
  private final FractionLog.Kept kept;
  private boolean begun;
  private long began;
  private long admittedBefore;
  private double offered;
  private double spentBefore;
  private double spent;

  /**
   * @param goesOn whether the source is a stream: the fraction of a log never changes
   * @param log of this run's fractions
   * @param aloud is told the kind of what happened and a line on it
   * @param spentBefore by this run, before this process
   * @param nanos a clock that never goes back, in nanoseconds
   */
  Fractions(
      Sample sample,
      boolean goesOn,
      FractionLog log,
      BiConsumer<String, String> aloud,
      Cost spentBefore,
      LongSupplier nanos) {
    this.sample = sample;
    this.goesOn = goesOn;
    this.log = log;
    this.aloud = aloud;
    this.nanos = nanos;
    this.rule = sample.budget().map(b -> new EpochRule(b.least(), b.perEpoch()));
    this.kept = log.kept();
    this.most = kept.most().orElse(sample.fraction());
    this.state = beginning();
    this.last = kept.changes() == 0 ? state.fraction() : kept.state().fraction();
    this.changes = Math.max(0, kept.changes() - 1);
    this.least = changes == 0 ? last : kept.least();
    this.greatest = changes == 0 ? last : kept.greatest();
    this.spentBefore = amount(spentBefore);
    this.spent = this.spentBefore;
  }

  /** Those of a run; of its own journal only where lanes ask their models. */
  static Fractions of(
      CheckedPlan checked, RunStart start, FractionLog log, RunView view, Books books) {
    return new Fractions(
        checked.plan().sample(),
        start.asksLanes() && checked.source().goesOn(),
        log,
        (kind, line) -> view.event(kind, line, true),
        books.beforeInAll(),
        System::nanoTime);
  }

  @Override
  public synchronized double at(long admission) {
    if (!begun) {
      begun = true;
      began = nanos.getAsLong();
      admittedBefore = admission;
      kept.epoch().ifPresent(epoch -> goOn(epoch, admission));
      if (rule.isEmpty() || !endsEpochs(rule.get(), admission)) {
        begins(admission, Optional.empty(), 0, "as it was set");
      }
    } else if (rule.isPresent()) {
      endsEpochs(rule.get(), admission);
    } else if (state.fraction() != most) {
      state = new EpochRule.State(most, 0, List.of());
      begins(admission, Optional.empty(), 0, "as it was set");
    }
    offered++;
    return state.fraction();
  }

  /** What was spent is known from the run's moments. */
  void show(RunMoment moment) {
    moment.vitals().budget().map(BudgetActor.Status::spentInAll).ifPresent(this::spent);
  }

  /** So much was spent in all. */
  synchronized void spent(Cost inAll) {
    spent = amount(inAll);
  }

  /**
   * From the next epoch on no more than this is taken; without a budget just this, from the next
   * message on.
   *
   * @return what is said of it
   * @throws RehearsalException when it cannot be
   */
  public synchronized String set(double fraction) {
    if (!goesOn) {
      throw RehearsalException.badUsage(
          "sample.fraction stays as it is while a run of a log goes on: the rates are of the"
              + " conversations that it takes, in random order; pause the run, or lower"
              + " models.NAME.in-flight, to take them more slowly");
    }
    if (fraction + sample.skip() > 1) {
      throw RehearsalException.badUsage(
          "sample.fraction must be at most %s beside sample.skip = %s, was %s"
              .formatted(plain(1 - sample.skip()), plain(sample.skip()), plain(fraction)));
    }
    double was = most;
    most = fraction;
    log.set(fraction);
    return "sample.fraction: "
        + plain(was)
        + " -> "
        + plain(fraction)
        + sample
            .budget()
            .map(b -> ", as the highest, from the next epoch on (" + Numbers.time(b.epoch()) + ")")
            .orElse(", from the next message on")
        + ", and after a restart till it is set anew";
  }

  /** How it stands; empty for a log. */
  synchronized Optional<FractionStatus> status() {
    return goesOn
        ? Optional.of(
            new FractionStatus(
                state.fraction(), most, sample.budget(), spentPerHour(), changes, least, greatest))
        : Optional.empty();
  }

  private EpochRule.State beginning() {
    if (rule.isEmpty()) {
      return new EpochRule.State(most, 0, List.of());
    }
    EpochRule.State before = kept.state();
    boolean cut = kept.epoch().isPresent();
    double fraction = cut ? before.fraction() : Math.min(most, before.fraction());
    return kept.ofThisBudget()
        ? new EpochRule.State(fraction, before.debt(), before.past())
        : rule.get().begin(rule.get().least(), most);
  }

  /**
   * With the epoch that an earlier process began, whenever it ended: were it forgotten, one that
   * restarts more often than epochs end would never see what it spends. A process that was killed
   * knew of more than the journal does, since it reckons with the worst of calls without an end: of
   * that the epochs before have been told, and what the journal says next is of this one.
   */
  private void goOn(FractionLog.Begun cut, long admission) {
    began -= Math.max(0, Duration.between(cut.began(), log.clock().instant()).toNanos());
    admittedBefore = cut.from();
    spentBefore = Math.min(cut.spent(), spentBefore);
    offered = kept.offered(admission);
  }

  /** Whether one or more are over. */
  private boolean endsEpochs(EpochRule by, long admission) {
    FractionBudget budget = sample.budget().orElseThrow();
    long epoch = budget.epoch().toNanos();
    long over = (nanos.getAsLong() - began) / epoch;
    if (over < 1) {
      return false;
    }
    began += over * epoch;
    double cost = Math.max(0, spent - spentBefore);
    Epoch ended = new Epoch(state.fraction(), offered, admission - admittedBefore, cost);
    state = by.after(state, ended, most);
    // Nobody came in those: a message ends epochs.
    int quiet = (int) Math.min(over - 1, MOST_QUIET_EPOCHS);
    for (int i = 0; i < quiet; i++) {
      state = by.after(state, new Epoch(ended.fraction(), 0, 0, 0), most);
    }
    admittedBefore = admission;
    offered = 0;
    spentBefore = spent;
    begins(
        admission,
        Optional.of(ended),
        quiet,
        "the epoch before cost %s of %s"
            .formatted(Sums.words(budget, ended.spent()), Sums.words(budget, budget.perEpoch())));
    return true;
  }

  /** The journal has it before a message is taken with its fraction. */
  private void begins(long admission, Optional<Epoch> ended, int quiet, String why) {
    Instant at = log.clock().instant().minusNanos(nanos.getAsLong() - began);
    FractionLog.Begun epoch = new FractionLog.Begun(at, admittedBefore, spentBefore, offered);
    log.begins(admission, state, most, epoch, ended, quiet);
    if (state.fraction() != last) {
      aloud.accept(
          FractionLog.BEGINS,
          "takes %s of the messages from admission %s on, before %s: %s"
              .formatted(
                  Numbers.rate(state.fraction()),
                  Numbers.count(admission),
                  Numbers.rate(last),
                  why));
      changes++;
      last = state.fraction();
      least = Math.min(least, last);
      greatest = Math.max(greatest, last);
    }
  }

  private OptionalDouble spentPerHour() {
    if (sample.budget().isEmpty() || state.past().isEmpty()) {
      return OptionalDouble.empty();
    }
    FractionBudget budget = sample.budget().get();
    double sum = state.past().stream().mapToDouble(Epoch::spent).sum();
    return OptionalDouble.of(sum / state.past().size() * budget.perHour() / budget.perEpoch());
  }

  private double amount(Cost cost) {
    return sample.budget().map(budget -> Sums.of(budget, cost)).orElse(0.0);
  }

  private static String plain(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
