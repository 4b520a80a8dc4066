package dev.rehearsal.app.run;

import dev.rehearsal.streams.journal.JournalStatus;
import dev.rehearsal.streams.source.Funnel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Optional.empty());
  }

  static Vitals vitals(long admitted, boolean stopping) {
    return new Vitals(
        new Funnel(admitted, 0, 0, 0, admitted),
        Map.of(),
        OptionalLong.of(12),
        OptionalLong.of(3),
        admitted,
        Duration.ofMillis(2_500),
        Optional.empty(),
        new JournalStatus(0, 1, 0.01, true),
        false,
        stopping);
  }
}
