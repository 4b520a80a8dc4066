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
        List.of(new RunSetup.ModelSetup("m", new Silent(), settings, Priority.LANE, false)),
        Map.of(),
        new Budget(OptionalDouble.empty(), OptionalLong.empty(), OptionalLong.empty()),
        Map.of(),
        1,
        () -> 0,
        event -> {});
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
