package dev.rehearsal.app.view;

import dev.rehearsal.actors.model.Latencies;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.streams.journal.JournalStatus;
import dev.rehearsal.streams.source.Funnel;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Moments of runs, for tests of what looks at them. */
public final class Moments {
  private Moments() {}

  /** A run that has counted nothing yet. */
  public static RunMoment running(long admitted, boolean stopping) {
    return new RunMoment(
        Optional.empty(),
        OptionalLong.empty(),
        0,
        Duration.ofSeconds(3),
        Map.of(),
        new Foresight(List.of(), Runnable::run),
        vitals(admitted, stopping),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with a model that nodes ask too, so many calls at once by their names. */
  public static RunMoment lent(String model, Map<String, Integer> hands) {
    RunMoment moment = running(7, false);
    ModelStatus status =
        new ModelStatus(
            0,
            0,
            4,
            hands,
            0,
            0,
            0,
            ModelStatus.BreakerState.CLOSED,
            0,
            0,
            OptionalDouble.empty(),
            0,
            Map.of(),
            new Latencies(Collections.nCopies(Latencies.BOUNDS.size() + 1, 0L), 0));
    return new RunMoment(
        moment.progress(),
        moment.size(),
        moment.resumedFrom(),
        moment.elapsed(),
        Map.of(model, status),
        moment.foresight(),
        moment.vitals(),
        moment.onlook(),
        moment.total());
  }

  /** The same of a stream with a budget, of which two epochs are over. */
  public static RunMoment sampling(double fraction, double perHour, double spentPerHour) {
    RunMoment moment = running(7, false);
    Vitals vitals = moment.vitals();
    FractionBudget budget =
        new FractionBudget(FractionBudget.Unit.USD, perHour, Duration.ofMinutes(5), 0.01);
    return new RunMoment(
        moment.progress(),
        moment.size(),
        moment.resumedFrom(),
        moment.elapsed(),
        moment.models(),
        moment.foresight(),
        new Vitals(
            vitals.funnel(),
            vitals.quarantined(),
            vitals.lag(),
            vitals.lost(),
            Optional.of(
                new FractionStatus(
                    fraction,
                    1,
                    Optional.of(budget),
                    OptionalDouble.of(spentPerHour),
                    1,
                    0.01,
                    fraction)),
            vitals.admitted(),
            vitals.sinceCounted(),
            vitals.budget(),
            vitals.limiters(),
            vitals.journal(),
            vitals.paused(),
            vitals.stopping()),
        moment.onlook(),
        moment.total());
  }

  /** The same that counts together with others, so many prefixes in all. */
  public static RunMoment inGroup(int prefixes) {
    RunMoment moment = running(7, false);
    return new RunMoment(
        moment.progress(),
        moment.size(),
        moment.resumedFrom(),
        moment.elapsed(),
        moment.models(),
        moment.foresight(),
        moment.vitals(),
        moment.onlook(),
        Optional.of(GroupStandings.ofThree(prefixes)));
  }

  static Vitals vitals(long admitted, boolean stopping) {
    return new Vitals(
        new Funnel(admitted, 0, 0, 0, admitted),
        Map.of(),
        OptionalLong.of(12),
        OptionalLong.of(3),
        Optional.empty(),
        admitted,
        Duration.ofMillis(2_500),
        Optional.empty(),
        Map.of(),
        new JournalStatus(0, 1, 0.01, true, OptionalLong.of(134_217_728)),
        false,
        stopping);
  }
}
