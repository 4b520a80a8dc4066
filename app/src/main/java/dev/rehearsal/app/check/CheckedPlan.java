package dev.rehearsal.app.check;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.config.Lane;
import dev.rehearsal.config.Plan;
import dev.rehearsal.config.PlanLoader;
import dev.rehearsal.config.Problems;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderTypes;
import dev.rehearsal.streams.journal.JournalPlace;
import dev.rehearsal.streams.sink.Publication;
import dev.rehearsal.streams.source.SourceSpec;
import dev.rehearsal.streams.source.Sources;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A plan of which every part was read by its owner and found to fit the others. Nothing is opened.
 *
 * @param models by name
 * @param graders by name, those that a category names
 * @param journal where the journal of its run is to lie
 * @param publication where others are told what it finds
 */
public record CheckedPlan(
    Plan plan,
    SourceSpec source,
    Map<String, ModelSpec> models,
    Map<String, GraderSpec> graders,
    JournalPlace journal,
    Optional<Publication> publication) {

  /**
   * Reads and checks.
   *
   * @param sets from {@code --set}
   * @throws RehearsalException with exit code 2 and every problem at once
   */
  public static CheckedPlan read(
      Path file, Map<String, String> sets, Map<String, String> environment) {
    Problems problems = new Problems();
    Plan plan = PlanLoader.read(file, sets, environment, problems);
    CheckedPlan checked =
        new CheckedPlan(
            plan,
            Sources.read(plan.source()),
            ModelTypes.read(plan.models()),
            GraderTypes.read(plan.graders()),
            JournalPlace.read(plan.journal()),
            Publication.read(plan.publish()));
    checked.check();
    problems.throwIfAny();
    return checked;
  }

  /**
   * The same about recorded production replies alone: no other lane, and no model that does not
   * judge.
   *
   * @throws RehearsalException with exit code 2 when the plan has no production
   */
  public CheckedPlan observed() {
    Lane production =
        plan.lane(Lane.Role.PRODUCTION)
            .orElseThrow(
                () ->
                    RehearsalException.badUsage(
                        plan.file()
                            + ": observe grades recorded replies only, and the plan has no lane of"
                            + " them; set lanes.production = recorded"));
    return new CheckedPlan(
        plan.withLanes(List.of(production)), source, models, graders, journal, publication);
  }

  /** The model that replies in a lane; empty for the recorded reply itself. */
  public Optional<ModelSpec> model(Lane lane) {
    return lane.model().map(name -> Objects.requireNonNull(models.get(name)));
  }

  /** Models that the run may ask: those of lanes, then judges. */
  public List<ModelSpec> asked() {
    Set<String> names = new LinkedHashSet<>();
    plan.lanes().forEach(lane -> lane.model().ifPresent(names::add));
    names.addAll(judges());
    return names.stream().map(name -> Objects.requireNonNull(models.get(name))).toList();
  }

  /** Names of the models that graders ask. */
  public Set<String> judges() {
    Set<String> judges = new LinkedHashSet<>();
    plan.categories().stream()
        .map(category -> graders.get(category.grader()))
        .filter(Objects::nonNull)
        .map(GraderSpec::judges)
        .forEach(judges::addAll);
    return judges;
  }

  /** The lanes whose replies are made anew, and so cost something. */
  public List<Lane> spending() {
    return plan.lanes().stream()
        .filter(
            lane ->
                lane.model()
                    .map(models::get)
                    .filter(Objects::nonNull)
                    .map(ModelSpec::generates)
                    .orElse(false))
        .toList();
  }

  private void check() {
    if (plan.drift().isPresent() && !source.arrives()) {
      plan.source()
          .problem(
              "is admitted in random order, in which no change over time can show; leave"
                  + " drift.method out, or give the log in the order of time on standard input"
                  + " (paths = [\"-\"])");
    }
    if (plan.windows().shape().isPresent() && !source.arrives()) {
      plan.source()
          .problem(
              "is admitted in random order, in which no window would close before the end; leave"
                  + " windows out, or give the log in the order of time on standard input"
                  + " (paths = [\"-\"])");
    }
    if (plan.sample().strata().isPresent() && source.arrives()) {
      plan.source()
          .problem(
              "is admitted as it arrives, and how much of it each stratum is would not be known"
                  + " before its end; name files, or leave out sample.strata");
    }
    if (plan.sample().budget().isPresent() && !source.goesOn()) {
      plan.source()
          .problem(
              "is no stream, and a log is sampled by one fraction; leave out sample.budget, or take"
                  + " a source of type kafka (stop.budget-usd ends a run before it spends more)");
    }
    if (plan.stop().budgetUsd().isPresent()
        || plan.sample().budget().filter(b -> b.unit() == FractionBudget.Unit.USD).isPresent()) {
      ModelTypes.requirePrices(models, plan.models());
    }
    for (Map.Entry<String, GraderSpec> grader : graders.entrySet()) {
      Block block = plan.graders().get(grader.getKey());
      if (block == null) {
        continue;
      }
      for (String judge : grader.getValue().judges()) {
        if (!plan.models().containsKey(judge)) {
          block.problem("judge", "names no model of the plan: \"" + judge + "\"");
        }
      }
      if (grader.getValue().recordedRepliesOnly()) {
        spending()
            .forEach(
                lane ->
                    block.problem(
                        "cannot grade the lane "
                            + lane.name()
                            + ": its replies are made anew by the model "
                            + lane.model().orElse("")
                            + ", and the labels belong to recorded ones; give the lane a recorded"
                            + " model, or the category another grader"));
      }
    }
  }

  /** The plan's categories that a grader decides: id to title. */
  public Map<String, String> categoriesOf(String grader) {
    Map<String, String> categories = new LinkedHashMap<>();
    plan.categories().stream()
        .filter(category -> category.grader().equals(grader))
        .forEach(category -> categories.put(category.id(), category.title()));
    return categories;
  }

  /** Names of the graders that at least one category names, in the plan's order. */
  public Collection<String> gradersInUse() {
    return graders.keySet().stream().filter(name -> !categoriesOf(name).isEmpty()).toList();
  }
}
