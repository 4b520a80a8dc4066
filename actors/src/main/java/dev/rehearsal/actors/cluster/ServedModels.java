package dev.rehearsal.actors.cluster;

import dev.rehearsal.actors.cluster.BorrowerActor.Serve;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The models whose calls may be made elsewhere, and how busy this machine is with each. Mutable.
 */
final class ServedModels {
  private final Map<String, Serve> served = new LinkedHashMap<>();
  private final Map<String, Integer> atHome = new LinkedHashMap<>();

  void add(Serve serve) {
    served.put(serve.model(), serve);
    atHome.put(serve.model(), 0);
  }

  Serve get(String model) {
    return Objects.requireNonNull(served.get(model), model);
  }

  /** What part of this machine's own hands is busy. */
  double load(String model) {
    return (double) Objects.requireNonNull(atHome.get(model)) / get(model).inFlight();
  }

  void begin(String model) {
    atHome.merge(model, 1, Integer::sum);
  }

  void end(String model) {
    atHome.merge(model, -1, Integer::sum);
  }

  /** Most calls at once, by model, for which the offer is taken. */
  Map<String, Integer> taken(Wire.Offer offer) {
    Map<String, Integer> taken = new TreeMap<>();
    for (Serve serve : served.values()) {
      Wire.Hands hands = offer.hands().get(serve.model());
      if (hands != null && refusal(serve, offer).isEmpty()) {
        taken.put(serve.model(), hands.inFlight());
      }
    }
    return taken;
  }

  /** Why the offer is not taken, by model, where it is not. */
  Map<String, String> refused(Wire.Offer offer) {
    Map<String, String> refused = new TreeMap<>();
    served
        .values()
        .forEach(serve -> refusal(serve, offer).ifPresent(why -> refused.put(serve.model(), why)));
    return refused;
  }

  private static Optional<String> refusal(Serve serve, Wire.Offer offer) {
    Wire.Hands hands = offer.hands().get(serve.model());
    if (offer.version() != Wire.VERSION) {
      return Optional.of("it is of another version of Rehearsal");
    }
    if (hands == null) {
      return Optional.of("its plan has no such model behind HTTP");
    }
    return hands.fingerprint().equals(serve.fingerprint())
        ? Optional.empty()
        : Optional.of("its plan has other settings for it, which can change replies");
  }
}
