package dev.rehearsal.streams.pipeline;

import akka.actor.typed.ActorRef;
import dev.rehearsal.actors.estimator.EstimatorActor;
import dev.rehearsal.streams.journal.Journal;
import java.util.List;

/**
 * What the path is made of.
 *
 * @param lanes in the plan's order
 * @param estimators one for each category, in the plan's order
 * @param window how many prefixes are under way at once, in replies and again in verdicts
 * @param reorderWindow how many admissions may be open past the watermark
 * @param lookEvery admissions between two looks
 */
public record PipelineSetup(
    List<LaneWork> lanes,
    List<GraderWork> graders,
    List<ActorRef<EstimatorActor.Command>> estimators,
    Journal journal,
    int window,
    long reorderWindow,
    int lookEvery) {
  public PipelineSetup {
    lanes = List.copyOf(lanes);
    graders = List.copyOf(graders);
    estimators = List.copyOf(estimators);
  }
}
