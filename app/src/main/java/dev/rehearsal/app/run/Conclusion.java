package dev.rehearsal.app.run;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.app.result.Claims;
import dev.rehearsal.app.result.Gate;
import dev.rehearsal.app.result.RunResult;
import dev.rehearsal.config.Lane;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.Spent;
import dev.rehearsal.streams.pipeline.Halt;
import dev.rehearsal.streams.pipeline.Progress;
import dev.rehearsal.streams.pipeline.RunControl;
import dev.rehearsal.streams.source.ReadMark;
import dev.rehearsal.streams.source.SourceFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a run that has ended comes to, and what ended it. */
final class Conclusion {
  private final OpenRun run;
  private final RunControl control;

  Conclusion(OpenRun run, RunControl control) {
    this.run = run;
    this.control = control;
  }

  /**
   * The result.
   *
   * @param last the last progress; empty when nothing was counted
   * @param charged to the budget; empty where nothing is limited
   * @param mark how far an endless source was counted; empty for any other
   */
  RunResult of(
      Optional<Progress> last,
      List<CategoryQuestion> questions,
      Map<String, String> digest,
      Optional<Cost> charged,
      Optional<ReadMark> mark) {
    Standing standing = last.map(Progress::standing).orElseGet(() -> nothing(questions));
    Optional<Halt> halt = last.flatMap(Progress::halt);
    Optional<String> silent = silent(last);
    return new RunResult(
        run.checked().plan(),
        run.folder().path(),
        silent.isPresent() ? RunStatus.FAILED : status(standing, halt),
        halt.map(Halt::reason).or(() -> silent).or(() -> ending(standing)),
        mark.map(ReadMark::funnel).orElseGet(run.source()::funnel),
        run.source().strata(),
        run.fractions().status(),
        standing,
        last.map(Progress::replies).orElse(Map.of()),
        mark.map(m -> SourceFacts.quarantined(m.facts())).orElseGet(run.source()::quarantined),
        spent(),
        charged,
        run.checked().asked().stream().allMatch(Conclusion::priced),
        digest,
        Gate.of(run.checked().plan(), standing),
        Claims.of(run.checked().plan(), questions, standing),
        Optional.empty());
  }

  private Optional<String> ending(Standing standing) {
    return standing.decided() && standing.categories().stream().anyMatch(CategoryStanding::futile)
        ? Optional.of("every category is settled or given up, so the run stopped")
        : run.start().ending();
  }

  private static Standing nothing(List<CategoryQuestion> questions) {
    return new Standing(
        0,
        questions.stream()
            .map(
                q ->
                    new CategoryStanding(
                        q.id(), List.of(), List.of(), OptionalLong.empty(), List.of()))
            .toList());
  }

  /** A lane whose model was asked and never answered: that is no result, it is a broken address. */
  private Optional<String> silent(Optional<Progress> last) {
    return run.checked().plan().lanes().stream()
        .filter(Lane::generates)
        .filter(
            lane ->
                last.map(progress -> progress.replies().get(lane.name()))
                    .filter(t -> t.answered() == 0 && t.blocked() == 0 && t.failed() > 0)
                    .isPresent())
        .map(
            lane ->
                "the model %s of lane %s never answered; check its address and start a new run"
                    .formatted(lane.model().orElse(""), lane.name()))
        .findFirst();
  }

  private RunStatus status(Standing standing, Optional<Halt> halt) {
    if (halt.filter(h -> h.kind() != Halt.Kind.WITHDRAWN).isPresent()) {
      return halt.get().kind() == Halt.Kind.BUDGET ? RunStatus.BUDGET : RunStatus.FAILED;
    }
    if (standing.decided()) {
      return RunStatus.DECIDED;
    }
    if (control.stopped().isPresent()) {
      return control.stopped().get() == RunControl.Stop.DEADLINE
          ? RunStatus.DEADLINE
          : RunStatus.INTERRUPTED;
    }
    return cutByMaxPrefixes(standing) ? RunStatus.BUDGET : RunStatus.EXHAUSTED;
  }

  /** Of a source that arrives nobody knows what would have come: it was not read past the limit. */
  private boolean cutByMaxPrefixes(Standing standing) {
    OptionalLong most = run.checked().plan().stop().maxPrefixes();
    return most.isPresent()
        && (run.source().size().isPresent()
            ? run.source().funnel().sampled() > most.getAsLong()
            : standing.watermark() >= most.getAsLong());
  }

  /** Everything that this run spent, by lane and judge; replies that were there cost nothing. */
  private Map<String, Spent> spent() {
    Map<String, Spent> spent = new LinkedHashMap<>(run.reader().spent());
    spent
        .keySet()
        .retainAll(
            run.start().asksLanes()
                ? run.checked().spending().stream().map(Lane::name).toList()
                : List.of());
    Meter.spent(run.reader()).forEach((judge, cost) -> spent.put("judge " + judge, cost));
    return spent;
  }

  private static boolean priced(ModelSpec model) {
    return model.host().isEmpty() || model.settings().price().isPresent();
  }
}
