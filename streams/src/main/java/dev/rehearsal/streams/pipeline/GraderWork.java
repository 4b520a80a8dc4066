package dev.rehearsal.streams.pipeline;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.grader.GraderActor;
import dev.rehearsal.graders.Population;
import java.util.Set;

/**
 * One grader, ready to grade.
 *
 * @param name as in the plan
 * @param categories that it decides; at least one
 */
public record GraderWork(
    String name,
    String fingerprint,
    Set<String> categories,
    Population population,
    ActorRef<GraderActor.Command> actor) {
  public GraderWork {
    categories = Set.copyOf(categories);
  }

  /** True when it is known without grading that the conversation is outside the population. */
  boolean excludes(String conversationId) {
    return population instanceof Population.Known known && !known.contains().test(conversationId);
  }

  /** Whom the categories are about, in words. */
  String populationName() {
    return population instanceof Population.Known known ? known.name() : "all prefixes";
  }
}
