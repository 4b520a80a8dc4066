package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A node as the run knows it, with its hands by model. Mutable; owned by one actor. */
final class Lender {
  final String node;
  final ActorRef<Wire.ToNode> ref;
  private final Map<String, Integer> hands;
  private final Map<String, Integer> busy = new HashMap<>();

  /**
   * @param hands most calls at once, by model; of models that are asked there
   */
  Lender(String node, ActorRef<Wire.ToNode> ref, Map<String, Integer> hands) {
    this.node = node;
    this.ref = ref;
    this.hands = new HashMap<>(hands);
  }

  int hands(String model) {
    return hands.getOrDefault(model, 0);
  }

  /** What part of its hands is busy; 1 and more when none is free. */
  double load(String model) {
    return hands(model) == 0 ? 1 : (double) busy.getOrDefault(model, 0) / hands(model);
  }

  void take(String model) {
    busy.merge(model, 1, Integer::sum);
  }

  void release(String model) {
    busy.merge(model, -1, Integer::sum);
  }

  /** It takes no more; for which models it did. */
  Set<String> retire() {
    Set<String> models = Set.copyOf(hands.keySet());
    hands.clear();
    return models;
  }
}
