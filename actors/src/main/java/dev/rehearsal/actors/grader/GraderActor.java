package dev.rehearsal.actors.grader;

import akka.actor.typed.Behavior;
import akka.actor.typed.PostStop;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.verdict.Verdict;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Owns one grader: hands it replies, answers each with one verdict for every category of the
 * grader, and closes it when the run ends. It never waits, so one slow judge call holds up nobody
 * else. A grader that breaks its promise is a bug and stops the run with {@link Broken}.
 */
public final class GraderActor extends AbstractBehavior<GraderActor.Command> {

  /** What it understands. */
  public sealed interface Command {}

  /**
   * Asks for the verdicts on one reply.
   *
   * @param answer is told exactly one result, on the actor's thread: it must not block
   */
  public record Grade(GradedItem item, Consumer<Result> answer) implements Command {}

  private record Finished(Grade grade, Result result) implements Command {}

  /** What came of grading. */
  public sealed interface Result {}

  /** One verdict for every category of the grader. */
  public record Graded(Map<String, Verdict> verdicts) implements Result {}

  /** The grader failed where it may not: the cause is a bug, a used-up budget or a dead judge. */
  public record Broken(Throwable cause) implements Result {}

  private final Grader grader;
  private final Set<String> categories;

  /** An actor that owns {@code grader} for {@code categories}. */
  public static Behavior<Command> create(Grader grader, Set<String> categories) {
    return Behaviors.setup(context -> new GraderActor(context, grader, Set.copyOf(categories)));
  }

  private GraderActor(ActorContext<Command> context, Grader grader, Set<String> categories) {
    super(context);
    this.grader = grader;
    this.categories = categories;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Grade.class, this::onGrade)
        .onMessage(Finished.class, this::onFinished)
        .onSignal(PostStop.class, stopped -> onStop())
        .build();
  }

  private Behavior<Command> onGrade(Grade grade) {
    CompletableFuture<Map<String, Verdict>> verdicts =
        grader.grade(grade.item(), categories).toCompletableFuture();
    if (verdicts.isDone() && !verdicts.isCompletedExceptionally()) {
      grade.answer().accept(result(verdicts.join(), null));
    } else {
      getContext()
          .pipeToSelf(verdicts, (graded, failure) -> new Finished(grade, result(graded, failure)));
    }
    return this;
  }

  private Behavior<Command> onFinished(Finished finished) {
    finished.grade().answer().accept(finished.result());
    return this;
  }

  private Behavior<Command> onStop() {
    grader.close();
    return this;
  }

  private Result result(Map<String, Verdict> verdicts, @Nullable Throwable failure) {
    if (failure != null) {
      return new Broken(failure);
    }
    return verdicts.keySet().equals(categories)
        ? new Graded(verdicts)
        : new Broken(
            new IllegalStateException(
                "a grader must give one verdict for each of "
                    + categories
                    + ", gave "
                    + verdicts.keySet()));
  }
}
