package dev.rehearsal.app.view;

import dev.rehearsal.actors.model.ModelStatus;
import dev.rehearsal.app.result.Onlook;
import dev.rehearsal.standing.Further;
import dev.rehearsal.streams.pipeline.Progress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A run at one moment.
 *
 * @param progress the last that was counted; empty before the first
 * @param size how many prefixes will be admitted at most; empty when nobody knows
 * @param resumedFrom the watermark that came out of the journal; 0 for a new run
 * @param elapsed since the first prefix was asked for
 * @param models by name
 * @param foresight of the run: asked only by those who show it
 * @param vitals of its parts
 * @param onlook what is said of it by one who looks on; empty when nobody does
 * @param total of the group that it counts together with; empty without one, and before the first
 */
public record RunMoment(
    Optional<Progress> progress,
    OptionalLong size,
    long resumedFrom,
    Duration elapsed,
    Map<String, ModelStatus> models,
    Foresight foresight,
    Vitals vitals,
    Optional<Onlook> onlook,
    Optional<GroupStanding> total) {

  /** When the undecided categories can be expected to be decided, by category. */
  public Map<String, Further> further() {
    return progress.map(p -> foresight.of(p.standing(), elapsed)).orElse(Map.of());
  }

  /** Prefixes counted in all. */
  public long done() {
    return progress.map(p -> p.standing().watermark()).orElse(0L);
  }

  /** Prefixes counted in a second, since the start or the resume; 0 before the first second. */
  public double perSecond() {
    double seconds = elapsed.toMillis() / 1000.0;
    return seconds < 1 ? 0 : Math.max(0, done() - resumedFrom) / seconds;
  }

  /** Attempts under way, over all models. */
  public int inFlight() {
    return models.values().stream().mapToInt(ModelStatus::inFlight).sum();
  }

  /** Most attempts at once that nodes make, by the node's name and the model's, in order. */
  public Map<String, Map<String, Integer>> lent() {
    Map<String, Map<String, Integer>> nodes = new TreeMap<>();
    models.forEach(
        (model, status) ->
            status
                .lent()
                .forEach(
                    (node, hands) ->
                        nodes.computeIfAbsent(node, n -> new TreeMap<>()).put(model, hands)));
    return nodes;
  }

  /** Attempts answered with a 429, over all models. */
  public long rateLimited() {
    return models.values().stream().mapToLong(ModelStatus::rateLimited).sum();
  }
}
