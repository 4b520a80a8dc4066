package dev.rehearsal.actors.run;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.BudgetActor;
import dev.rehearsal.actors.limiter.LimiterActor;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.config.Limits;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Changes what a run may do while it goes on, and knows what it may do now. What nobody counted
 * from the start cannot be limited later: that is refused. Mutable; owned by the run's actor.
 */
final class Tuner {
  private final RunSetup setup;
  private final Map<String, ActorRef<LimiterActor.Command>> limiters;
  private final Map<String, ActorModel> models;
  private final Optional<ActorRef<BudgetActor.Command>> account;
  private final Map<String, Limits> limits;
  private final Map<String, Integer> inFlight = new LinkedHashMap<>();
  private Budget budget;

  /**
   * @param limiters by credential
   * @param models by name
   * @param account of the budget; empty when nothing was limited from the start
   */
  Tuner(
      RunSetup setup,
      Map<String, ActorRef<LimiterActor.Command>> limiters,
      Map<String, ActorModel> models,
      Optional<ActorRef<BudgetActor.Command>> account) {
    this.setup = setup;
    this.limiters = Map.copyOf(limiters);
    this.models = models;
    this.account = account;
    this.limits = new LinkedHashMap<>(setup.limits());
    this.budget = setup.budget();
    setup.models().forEach(model -> inFlight.put(model.name(), model.settings().inFlight()));
  }

  /** What the run may do now. */
  RunActor.Tuned now() {
    return new RunActor.Tuned(limits, inFlight, budget);
  }

  /** Makes the change, or says why not. */
  RunActor.Retuning apply(Tuning tuning) {
    if (tuning instanceof Tuning.RequestsPerMinute requests) {
      return requests(requests);
    }
    if (tuning instanceof Tuning.TokensPerMinute tokens) {
      return tokens(tokens);
    }
    if (tuning instanceof Tuning.InFlight most) {
      return inFlight(most);
    }
    if (tuning instanceof Tuning.SampleFraction) {
      return new RunActor.NotRetuned("sample.fraction is set where the messages are sampled");
    }
    if (tuning instanceof Tuning.BudgetUsd usd) {
      return usd(usd.most());
    }
    if (tuning instanceof Tuning.BudgetTokens tokens) {
      return budget(
          "stop.budget-tokens",
          words(budget.tokens()),
          words(tokens.most()),
          new Budget(budget.usd(), tokens.most(), budget.calls()));
    }
    OptionalLong calls = ((Tuning.BudgetCalls) tuning).most();
    return budget(
        "stop.budget-calls",
        words(budget.calls()),
        words(calls),
        new Budget(budget.usd(), budget.tokens(), calls));
  }

  private RunActor.Retuning requests(Tuning.RequestsPerMinute requests) {
    Limits before = limits.get(requests.credential());
    if (before == null) {
      return unknown("limits", requests.credential(), limits.keySet());
    }
    return limit(
        requests.credential(),
        "requests-per-minute",
        words(before.requestsPerMinute()),
        words(requests.most()),
        before.withRequestsPerMinute(requests.most()));
  }

  private RunActor.Retuning tokens(Tuning.TokensPerMinute tokens) {
    String credential = tokens.credential();
    Limits before = limits.get(credential);
    if (before == null) {
      return unknown("limits", credential, limits.keySet());
    }
    if (Objects.requireNonNull(setup.limits().get(credential)).tokensPerMinute().isEmpty()) {
      return new RunActor.NotRetuned(
          "limits."
              + credential
              + ".tokens-per-minute was not limited when the run began, and so its tokens were not"
              + " reckoned; stop the run, and go on with it with --set limits."
              + credential
              + ".tokens-per-minute="
              + words(tokens.most()));
    }
    return limit(
        credential,
        "tokens-per-minute",
        words(before.tokensPerMinute()),
        words(tokens.most()),
        before.withTokensPerMinute(tokens.most()));
  }

  private RunActor.Retuning limit(
      String credential, String name, String was, String now, Limits fresh) {
    limits.put(credential, fresh);
    Objects.requireNonNull(limiters.get(credential)).tell(new LimiterActor.Retune(fresh));
    return new RunActor.Retuned("limits." + credential + "." + name, was, now);
  }

  private RunActor.Retuning inFlight(Tuning.InFlight most) {
    ActorModel model = models.get(most.model());
    Integer before = inFlight.get(most.model());
    if (model == null || before == null) {
      return unknown("models", most.model(), models.keySet());
    }
    inFlight.put(most.model(), most.most());
    model.actor().tell(new ModelActor.Retune(most.most()));
    return new RunActor.Retuned(
        "models." + most.model() + ".in-flight", before.toString(), Integer.toString(most.most()));
  }

  private RunActor.Retuning usd(OptionalDouble most) {
    Optional<String> unpriced =
        setup.models().stream()
            .filter(model -> model.spends() && model.settings().price().isEmpty())
            .map(RunSetup.ModelSetup::name)
            .findFirst();
    if (most.isPresent() && unpriced.isPresent()) {
      return new RunActor.NotRetuned(
          "models."
              + unpriced.get()
              + " needs a price, because the run would have a budget in dollars: stop the run, and"
              + " go on with it with a plan that has one");
    }
    return budget(
        "stop.budget-usd",
        words(budget.usd()),
        words(most),
        new Budget(most, budget.tokens(), budget.calls()));
  }

  private RunActor.Retuning budget(String key, String was, String now, Budget fresh) {
    if (account.isEmpty()) {
      return new RunActor.NotRetuned(
          key
              + " cannot be set, because the run began without a budget and nobody keeps its books;"
              + " stop the run, and go on with it with --set "
              + key
              + "="
              + now);
    }
    budget = fresh;
    account.get().tell(new BudgetActor.Retune(fresh));
    return new RunActor.Retuned(key, was, now);
  }

  private static RunActor.NotRetuned unknown(String block, String name, Collection<String> names) {
    return new RunActor.NotRetuned(
        block
            + "."
            + name
            + " is not in the run; it has "
            + (names.isEmpty() ? "none" : String.join(", ", names.stream().sorted().toList())));
  }

  private static String words(OptionalInt value) {
    return value.isPresent() ? Integer.toString(value.getAsInt()) : "null";
  }

  private static String words(OptionalLong value) {
    return value.isPresent() ? Long.toString(value.getAsLong()) : "null";
  }

  private static String words(OptionalDouble value) {
    return value.isPresent() ? BigDecimal.valueOf(value.getAsDouble()).toPlainString() : "null";
  }
}
