package dev.rehearsal.actors.run;

import static org.assertj.core.api.Assertions.assertThat;

import akka.actor.UnhandledMessage;
import akka.actor.testkit.typed.javadsl.ActorTestKit;
import akka.actor.testkit.typed.javadsl.TestProbe;
import akka.actor.typed.ActorRef;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.actors.limiter.Budget;
import dev.rehearsal.actors.limiter.Priority;
import dev.rehearsal.actors.model.ActorModel;
import dev.rehearsal.actors.model.ModelActor;
import dev.rehearsal.actors.model.ModelSettings;
import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.config.Limits;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.testing.CategoryQuestions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RunActorTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
  private final CompletableFuture<Void> broken = new CompletableFuture<>();
  private final ActorRef<RunActor.Command> run = kit.spawn(RunActor.create(setup(), broken));

  @AfterEach
  void everyMessageWasHandled() {
    unhandled.expectNoMessage(Duration.ZERO);
    kit.shutdownTestKit();
  }

  @Test
  void startsAnEstimatorForEachQuestion() {
    TestProbe<CategoryStanding> standings = kit.createTestProbe(CategoryStanding.class);
    estimator().tell(new EstimatorActor.GetStanding(standings.getRef()));
    assertThat(standings.receiveMessage().category()).isEqualTo("rude");
    assertThat(broken).isNotDone();
  }

  @Test
  void aChildThatCrashesBreaksTheRunWithItsCause() {
    TestProbe<CategoryStanding> standings = kit.createTestProbe(CategoryStanding.class);
    Resolved outOfOrder = new Resolved(7, List.of(), Map.of());
    estimator().tell(new EstimatorActor.Observe(List.of(outOfOrder), standings.getRef()));
    assertThat(broken)
        .failsWithin(30, TimeUnit.SECONDS)
        .withThrowableThat()
        .withMessageContaining("expected admission number 1, was 7");
  }

  @Test
  void tellsEveryModelToStopAsking() {
    ActorModel model = Objects.requireNonNull(models().get("m"));
    run.tell(RunActor.StopAsking.INSTANCE);
    // Its answer says that the message before was handed on.
    models();
    TestProbe<Answer> answers = kit.createTestProbe(Answer.class);
    Prompt prompt = new Prompt("a", List.of(), List.of());
    model.actor().tell(new ModelActor.Complete("a", prompt, answers.getRef()::tell));
    assertThat(answers.receiveMessage()).isEqualTo(new Answer.Withdrawn());
  }

  @Test
  void pausesTheModelsOfLanes() {
    ActorModel model = Objects.requireNonNull(models().get("m"));
    Prompt prompt = new Prompt("a", List.of(), List.of());
    run.tell(RunActor.Pause.INSTANCE);
    // Its answer says that the message before was handed on.
    models();
    model.actor().tell(new ModelActor.Complete("a", prompt, answer -> {}));
    assertThat(status(model)).returns(1, ModelStatus::queued).returns(0, ModelStatus::inFlight);
    run.tell(RunActor.Resume.INSTANCE);
    models();
    assertThat(status(model)).returns(0, ModelStatus::queued).returns(1, ModelStatus::inFlight);
  }

  @Test
  void changesWhatAModelMayHaveInFlight() {
    assertThat(retune(run, new Tuning.InFlight("m", 5)))
        .isEqualTo(new RunActor.Retuned("models.m.in-flight", "1", "5"));
    assertThat(status(Objects.requireNonNull(models().get("m"))).limit()).isEqualTo(5);
    assertThat(tuned(run).inFlight()).isEqualTo(Map.of("m", 5));
  }

  @Test
  void changesLimitsAndBudgetOneKeyAtATime() {
    ActorRef<RunActor.Command> limited = kit.spawn(RunActor.create(limited(), broken));

    assertThat(retune(limited, new Tuning.RequestsPerMinute("api", OptionalInt.of(30))))
        .isEqualTo(new RunActor.Retuned("limits.api.requests-per-minute", "60", "30"));
    assertThat(retune(limited, new Tuning.TokensPerMinute("api", OptionalLong.empty())))
        .isEqualTo(new RunActor.Retuned("limits.api.tokens-per-minute", "6000", "null"));
    assertThat(retune(limited, new Tuning.BudgetCalls(OptionalLong.of(9))))
        .isEqualTo(new RunActor.Retuned("stop.budget-calls", "100", "9"));
    assertThat(retune(limited, new Tuning.BudgetTokens(OptionalLong.of(5_000))))
        .isEqualTo(new RunActor.Retuned("stop.budget-tokens", "null", "5000"));

    assertThat(tuned(limited).limits())
        .containsEntry("api", new Limits(OptionalInt.of(30), OptionalLong.empty()))
        .containsEntry("other", new Limits(OptionalInt.of(60), OptionalLong.empty()));
    assertThat(tuned(limited).budget())
        .isEqualTo(new Budget(OptionalDouble.empty(), OptionalLong.of(5_000), OptionalLong.of(9)));
  }

  @Test
  void refusesWhatNobodyCountedFromTheStart() {
    assertThat(retune(run, new Tuning.BudgetCalls(OptionalLong.of(9))))
        .asString()
        .contains("the run began without a budget")
        .contains("--set stop.budget-calls=9");
    ActorRef<RunActor.Command> limited = kit.spawn(RunActor.create(limited(), broken));
    assertThat(retune(limited, new Tuning.TokensPerMinute("other", OptionalLong.of(9))))
        .asString()
        .contains("limits.other.tokens-per-minute was not limited when the run began");
    assertThat(retune(limited, new Tuning.BudgetUsd(OptionalDouble.of(1))))
        .asString()
        .contains("models.m needs a price");
  }

  @Test
  void refusesNamesThatTheRunDoesNotHave() {
    assertThat(retune(run, new Tuning.InFlight("x", 5)))
        .isEqualTo(new RunActor.NotRetuned("models.x is not in the run; it has m"));
    assertThat(retune(run, new Tuning.RequestsPerMinute("x", OptionalInt.of(5))))
        .isEqualTo(new RunActor.NotRetuned("limits.x is not in the run; it has none"));
  }

  private ModelStatus status(ActorModel model) {
    TestProbe<ModelStatus> status = kit.createTestProbe(ModelStatus.class);
    model.actor().tell(new ModelActor.GetStatus(status.getRef()));
    return status.receiveMessage();
  }

  private RunActor.Retuning retune(ActorRef<RunActor.Command> actor, Tuning tuning) {
    TestProbe<RunActor.Retuning> answer = kit.createTestProbe(RunActor.Retuning.class);
    actor.tell(new RunActor.Retune(tuning, answer.getRef()));
    return answer.receiveMessage();
  }

  private RunActor.Tuned tuned(ActorRef<RunActor.Command> actor) {
    TestProbe<RunActor.Tuned> answer = kit.createTestProbe(RunActor.Tuned.class);
    actor.tell(new RunActor.GetTuned(answer.getRef()));
    return answer.receiveMessage();
  }

  private Map<String, ActorModel> models() {
    TestProbe<Map<String, ActorModel>> models = kit.createTestProbe();
    run.tell(new RunActor.GetModels(models.getRef()));
    return models.receiveMessage();
  }

  private ActorRef<EstimatorActor.Command> estimator() {
    CategoryQuestion question = CategoryQuestions.threshold("rude", 0.5, 1_000);
    TestProbe<Workers> workers = kit.createTestProbe(Workers.class);
    run.tell(new RunActor.StartWorkers(Map.of(), Map.of(), List.of(question), workers.getRef()));
    return workers.receiveMessage().estimators().get(0);
  }

  private static RunSetup setup() {
    return setup(
        false,
        Map.of(),
        new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()));
  }

  /** Two credentials, one of them without a limit of tokens, a budget of calls, and no price. */
  private static RunSetup limited() {
    return setup(
        true,
        Map.of(
            "api", new Limits(OptionalInt.of(60), OptionalLong.of(6_000)),
            "other", new Limits(OptionalInt.of(60), OptionalLong.empty())),
        new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.of(100)));
  }

  private static RunSetup setup(boolean spends, Map<String, Limits> limits, Budget budget) {
    ModelSettings settings =
        new ModelSettings(
            1,
            Duration.ofSeconds(10),
            3,
            100,
            Optional.empty(),
            Optional.empty(),
            new ModelSettings.Retries(
                Duration.ofMillis(200), Duration.ofSeconds(2), Duration.ofMinutes(1), 10),
            new ModelSettings.Breaker(
                100, Duration.ofSeconds(1), Duration.ofSeconds(4), Duration.ofSeconds(60)),
            Duration.ofSeconds(10));
    return new RunSetup(
        List.of(
            new RunSetup.ModelSetup(
                "m", new Silent(), settings, Priority.LANE, spends, Optional.empty())),
        limits,
        Optional.empty(),
        budget,
        false,
        Map.of(),
        1,
        () -> 0,
        event -> {},
        Optional.empty());
  }

  /** A model that never answers. */
  private static final class Silent implements ModelClient {
    @Override
    public JsonNode canonicalRequest(Prompt prompt) {
      return JsonNodeFactory.instance.objectNode();
    }

    @Override
    public CompletionStage<Outcome> complete(Call call) {
      return new CompletableFuture<>();
    }

    @Override
    public void close() {}
  }
}
