package dev.rehearsal.actors.run;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.actors.grader.GraderActor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The actors that a run's stream asks.
 *
 * @param graders by the grader's name in the plan
 * @param estimators one for each category, in the plan's order
 */
public record Workers(
    Map<String, ActorRef<GraderActor.Command>> graders,
    List<ActorRef<EstimatorActor.Command>> estimators) {
  public Workers {
    graders = Collections.unmodifiableMap(new LinkedHashMap<>(graders));
    estimators = List.copyOf(estimators);
  }
}
