package dev.rehearsal.standing;

import dev.rehearsal.drift.DriftAlarm;
import dev.rehearsal.drift.DriftWatch;
import dev.rehearsal.drift.RunningIntersection;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Watches the rates of one category for changes. Constant memory; mutable, one owner. */
final class Alarms {
  private final String category;
  private final Map<String, RunningIntersection> intersections = new LinkedHashMap<>();
  private final Optional<DriftWatch> watch;
  private final Optional<DriftAlarm> drift;

  Alarms(CategoryQuestion question) {
    category = question.id();
    question.lanes().forEach(lane -> intersections.put(lane, new RunningIntersection()));
    watch = question.drift();
    drift = watch.map(DriftAlarm::of);
  }

  /** The next prefix, in admission order; of several replies the first, for each counts alone. */
  void count(Resolved prefix) {
    Optional<Verdict> verdict = watch.flatMap(asked -> prefix.first(asked.lane(), category));
    if (drift.isPresent() && verdict.orElse(null) instanceof Verdict.Graded graded) {
      drift.get().add(graded.violates(), prefix.number());
    }
  }

  /** What a look says of a lane's rate. */
  void look(String lane, Interval interval, long at) {
    RunningIntersection intersection = intersections.get(lane);
    if (intersection != null) {
      intersection.add(interval, at);
    }
  }

  /** Those raised so far. */
  List<Alarm> raised() {
    List<Alarm> raised = new ArrayList<>();
    intersections.forEach(
        (lane, intersection) ->
            intersection
                .emptyAt()
                .ifPresent(at -> raised.add(new Alarm.RateChanged(category, lane, at))));
    watch.ifPresent(
        asked ->
            drift
                .flatMap(DriftAlarm::change)
                .ifPresent(change -> raised.add(new Alarm.Drifted(category, asked, change))));
    return raised;
  }
}
