package dev.rehearsal.app.run;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.Purse;
import dev.rehearsal.actors.run.RunSetup.ModelSetup;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.check.OpenModels;
import dev.rehearsal.config.Lane;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.StoredReply;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The calls that a killed process had under way: they may have been charged, and the journal does
 * not have them. No more than a model's {@code in-flight}, as it was at most, nor than what lacks
 * an answer, and the dearest of those: each at its worst case; a judge's as the dearest of its
 * calls so far, since its requests are not kept. Attempts before those under way are not counted.
 */
final class LostCalls {
  private final CheckedPlan checked;
  private final Map<String, ModelSetup> models;
  private final Map<String, Cost> dearestOfJudges;
  private final Map<String, Integer> retuned;
  private final Map<String, PriorityQueue<Cost>> lost = new TreeMap<>();

  private LostCalls(CheckedPlan checked, OpenModels models, JournalReader reader) {
    this.checked = checked;
    this.models =
        models.setups().stream()
            .filter(ModelSetup::spends)
            .collect(Collectors.toMap(ModelSetup::name, setup -> setup));
    this.dearestOfJudges = Meter.dearest(reader);
    this.retuned = EventLog.mostInFlight(reader);
  }

  /** By model; empty when the last process came to its end. */
  static Map<String, Cost> of(CheckedPlan checked, OpenModels models, JournalReader reader) {
    if (reader.run().status() != RunStatus.RUNNING) {
      return Map.of();
    }
    LostCalls calls = new LostCalls(checked, models, reader);
    for (Iterator<Recovered> all = reader.admissions(1); all.hasNext(); ) {
      calls.look(all.next());
    }
    Map<String, Cost> sums = new TreeMap<>();
    calls.lost.forEach(
        (model, costs) -> sums.put(model, costs.stream().reduce(Cost.NOTHING, Cost::plus)));
    return sums;
  }

  private void look(Recovered admission) {
    String conversation = admission.admission().conversationId();
    for (Lane lane : checked.spending()) {
      long answered =
          admission.replies().stream().filter(reply -> reply.lane().equals(lane.name())).count();
      boolean takesPart =
          OpenModels.laneWork(checked, lane, Optional.empty(), prompt -> false).takes(conversation);
      for (long missing = answered; takesPart && missing < lane.samples(); missing++) {
        ModelSetup model = Objects.requireNonNull(models.get(lane.model().orElseThrow()));
        add(
            model,
            () ->
                admission
                    .admission()
                    .text()
                    .fold(
                        prefix -> Purse.worst(model.client(), model.settings(), Prompt.of(prefix)),
                        purgedAt -> Purse.longestReply(model.settings())));
      }
    }
    for (StoredReply reply : admission.replies()) {
      if (reply.state() == ReplyState.ANSWERED) {
        checked.gradersInUse().forEach(grader -> look(admission, reply, grader));
      }
    }
  }

  private void look(Recovered admission, StoredReply reply, String grader) {
    boolean graded =
        admission.verdicts().stream()
            .anyMatch(
                verdict ->
                    verdict.lane().equals(reply.lane())
                        && verdict.sample() == reply.sample()
                        && checked.categoriesOf(grader).containsKey(verdict.category()));
    GraderSpec spec = Objects.requireNonNull(checked.graders().get(grader));
    for (String judge : graded ? List.<String>of() : List.copyOf(spec.judges())) {
      ModelSetup model = models.get(judge);
      if (model != null) {
        add(model, () -> dearestOfJudges.getOrDefault(judge, Purse.longestReply(model.settings())));
      }
    }
  }

  private void add(ModelSetup model, Supplier<Cost> most) {
    PriorityQueue<Cost> dearest =
        lost.computeIfAbsent(
            model.name(),
            name ->
                new PriorityQueue<>(
                    Comparator.comparingDouble(Cost::usd).thenComparingLong(Cost::tokens)));
    dearest.add(most.get());
    if (dearest.size()
        > Math.max(model.settings().inFlight(), retuned.getOrDefault(model.name(), 0))) {
      dearest.remove();
    }
  }
}
