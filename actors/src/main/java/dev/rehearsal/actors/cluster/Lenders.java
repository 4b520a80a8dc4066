package dev.rehearsal.actors.cluster;

import akka.actor.typed.ActorRef;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The nodes that lend their hands. Mutable; owned by one actor. */
final class Lenders {
  private final Map<ActorRef<Wire.ToNode>, Lender> all = new LinkedHashMap<>();

  void add(Lender lender) {
    all.put(lender.ref, lender);
  }

  Optional<Lender> get(ActorRef<Wire.ToNode> ref) {
    return Optional.ofNullable(all.get(ref));
  }

  void remove(Lender lender) {
    all.remove(lender.ref);
  }

  /** The node with most hands free, if it is less busy than this machine, and not full. */
  Optional<Lender> freest(String model, double homeLoad) {
    return all.values().stream()
        .filter(lender -> lender.load(model) < Math.min(1, homeLoad))
        .min(Comparator.comparingDouble(lender -> lender.load(model)));
  }

  /** Most calls at once by the node's name, of those that make any. */
  Map<String, Integer> hands(String model) {
    Map<String, Integer> hands = new TreeMap<>();
    all.values().stream()
        .filter(lender -> lender.hands(model) > 0)
        .forEach(lender -> hands.merge(lender.node, lender.hands(model), Integer::sum));
    return hands;
  }
}
