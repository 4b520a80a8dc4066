package dev.rehearsal.config;

import dev.rehearsal.sampling.Cut;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What the keys of a plan have to say of each other. */
final class PlanChecks {
  /** Types of model that need no tools to go on after a tool call. */
  private static final Set<String> REPLAYED = Set.of("recorded", "simulated");

  private final Plan plan;
  private final Block block;
  private final Block lanes;
  private final List<Block> categories;

  PlanChecks(Plan plan, Block block, Block lanes, List<Block> categories) {
    this.plan = plan;
    this.block = block;
    this.lanes = lanes;
    this.categories = categories;
  }

  void run() {
    somethingToDo();
    lanesNameModels();
    modelsNameLimits();
    sharedLimitsHaveAServer();
    categoriesNameGraders();
    judgesAreModelsAndNoLanes();
    cutFitsLanes();
    trafficIsOneObservationEach();
    mixIsOfASlice();
    plan.drift()
        .filter(drift -> block.isBlock("drift"))
        .ifPresent(drift -> DriftReader.check(drift, plan, block.block("drift"), categories));
    increasesAreOverALane();
    plan.group()
        .filter(group -> block.isBlock("group"))
        .ifPresent(group -> GroupReader.check(plan, block.block("group")));
    if (plan.lanes().stream().anyMatch(Lane::repeats)) {
      new RepeatChecks(plan, block, lanes, categories).run();
    }
    if (plan.sample().strata().isPresent() && block.isBlock("sample")) {
      new StrataChecks(plan, block).run(plan.sample().strata().get());
    }
    if (plan.sample().byUser() && block.isBlock("sample")) {
      new UserChecks(plan, block, lanes, categories).run();
    }
  }

  private void somethingToDo() {
    if (plan.lanes().isEmpty() && block.isBlock("lanes")) {
      block.problem("lanes", "needs at least one lane, such as production = recorded");
    }
    if (plan.categories().isEmpty() && block.json("categories").isArray()) {
      block.problem("categories", "needs at least one category");
    }
    if (plan.models().containsKey("recorded")) {
      block
          .block("models")
          .problem("recorded", "cannot be a model's name: in lanes it means the recorded reply");
    }
  }

  private void lanesNameModels() {
    for (Lane lane : plan.lanes()) {
      lane.model()
          .filter(model -> !model.isEmpty() && !plan.models().containsKey(model))
          .ifPresent(
              model ->
                  lanes.problem(
                      lane.name(), "names no model: " + unknown(model, plan.models().keySet())));
    }
  }

  private void sharedLimitsHaveAServer() {
    plan.limits()
        .forEach(
            (name, limits) -> {
              Block of = block.block("limits").block(name);
              if (limits.shared()
                  && plan.journal().filter(j -> j.keys().contains("url")).isEmpty()) {
                of.problem(
                    "shared",
                    "needs a server that the runs share; write journal { url ="
                        + " \"jdbc:postgresql://…\" }, or shared = off");
              }
              if (limits.shared()
                  && limits.requestsPerMinute().isEmpty()
                  && limits.tokensPerMinute().isEmpty()) {
                of.problem("shared", "needs requests-per-minute or tokens-per-minute to share");
              }
            });
  }

  private void modelsNameLimits() {
    plan.models()
        .forEach(
            (name, model) ->
                model
                    .peek("limits")
                    .filter(limits -> !plan.limits().containsKey(limits))
                    .ifPresent(
                        limits ->
                            model.problem(
                                "limits",
                                "names no limits: " + unknown(limits, plan.limits().keySet()))));
  }

  private void categoriesNameGraders() {
    for (int i = 0; i < categories.size(); i++) {
      String grader = plan.categories().get(i).grader();
      if (!grader.isEmpty() && !plan.graders().containsKey(grader)) {
        categories
            .get(i)
            .problem("grader", "names no grader: " + unknown(grader, plan.graders().keySet()));
      }
    }
  }

  private void judgesAreModelsAndNoLanes() {
    for (Block grader : plan.graders().values()) {
      grader.peek("judge").ifPresent(judge -> judge(grader, judge));
    }
  }

  private void judge(Block grader, String judge) {
    Block model = plan.models().get(judge);
    if (model == null) {
      grader.problem("judge", "names no model: " + unknown(judge, plan.models().keySet()));
      return;
    }
    plan.lanes().stream()
        .filter(lane -> lane.model().filter(name -> same(judge, model, name)).isPresent())
        .findFirst()
        .filter(lane -> plan.whyJudgeIsLane().isEmpty())
        .ifPresent(
            lane ->
                grader.problem(
                    "judge",
                    "asks %s, which is the %s lane too: a model that grades itself is biased; take"
                            .formatted(judge, lane.name())
                        + " another judge, or say why in why-judge-is-lane"));
  }

  private boolean same(String judge, Block model, String lane) {
    Optional<String> asked = endpoint(model);
    return judge.equals(lane)
        || asked.isPresent()
            && asked.equals(
                Optional.ofNullable(plan.models().get(lane)).flatMap(PlanChecks::endpoint));
  }

  /** What tells two blocks apart that ask the same model; empty when the block names no model. */
  private static Optional<String> endpoint(Block model) {
    return model
        .peek("model")
        .map(
            name ->
                String.join(
                    " ",
                    model.peek("type").orElse(""),
                    model.peek("base-url").orElse("").replaceFirst("/+$", ""),
                    name));
  }

  private void cutFitsLanes() {
    String cut = Wording.name(plan.sample().cut());
    for (Lane lane : plan.lanes()) {
      if (lane.role() == Lane.Role.PRODUCTION && plan.sample().cut() == Cut.END) {
        lanes.problem(lane.name(), "needs a recorded reply, and the cut end removes none");
      }
      boolean called =
          lane.model()
              .map(plan.models()::get)
              .flatMap(model -> model.peek("type"))
              .filter(type -> !REPLAYED.contains(type))
              .isPresent();
      if (called && plan.sample().cut().removesToolCalls()) {
        lanes.problem(
            lane.name(),
            "calls a model that has no tools to call, while the cut %s may remove tool calls; take"
                    .formatted(cut)
                + " sample.cut = last-message, or a recorded model");
      }
    }
  }

  private void trafficIsOneObservationEach() {
    if (block.isBlock("sample")
        && !plan.sample().byUser()
        && plan.estimate().estimand() == Estimate.Estimand.TRAFFIC
        && plan.sample().perUser().orElse(Integer.MAX_VALUE) > 1) {
      block
          .block("sample")
          .problem(
              "per-user",
              "must be 1 for the estimand traffic, was %s: prefixes of one user are not independent;"
                      .formatted(
                          plan.sample().perUser().isPresent()
                              ? plan.sample().perUser().getAsInt()
                              : "null")
                  + " take one of each, or sample.unit = user, or estimate.estimand = log");
    }
  }

  private void mixIsOfASlice() {
    plan.estimate()
        .targetMix()
        .map(TargetMix::field)
        .filter(field -> !plan.sample().slices().contains(field))
        .ifPresent(
            field ->
                block
                    .block("estimate")
                    .block("target-mix")
                    .problem("field", "must be one of sample.slices, was \"" + field + "\""));
  }

  /**
   * A candidate's gate on an increase that nothing is compared for would never close. Without a
   * candidate it is {@code score} that holds the production lane against its past.
   */
  private void increasesAreOverALane() {
    boolean candidate = plan.lanes().stream().anyMatch(lane -> lane.role() == Lane.Role.CANDIDATE);
    boolean compared = plan.lanes().size() > 1 && !plan.sample().byUser();
    for (int i = 0; candidate && !compared && i < categories.size(); i++) {
      if (plan.categories().get(i).maxIncrease().isPresent()) {
        categories
            .get(i)
            .problem(
                "max-increase",
                "needs a lane that the candidate is compared with, and there is none (one lane, or"
                    + " sample.unit = user): add one, or leave it out");
      }
    }
  }

  private static String unknown(String name, Collection<String> known) {
    return "was \"%s\"; ".formatted(name)
        + Spelling.nearest(name, known)
            .map(nearest -> "did you mean " + nearest + "?")
            .orElseGet(
                () ->
                    known.isEmpty()
                        ? "the plan has none"
                        : "there are " + known.stream().sorted().collect(Collectors.joining(", ")));
  }
}
