package dev.rehearsal.actors.simulated;

import dev.rehearsal.config.Block;
import dev.rehearsal.sampling.Uniform;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How often each fault happens. Thread-safe.
 *
 * @param rates probability of each fault within [0, 1]; a fault that is missing never happens. The
 *     faults of an attempt exclude each other, and so do those of a key: each kind's sum is at most
 *     1
 */
public record FaultRates(Map<Fault, Double> rates) {
  private static final double SUM_TOLERANCE = 1e-9;

  public FaultRates {
    EnumMap<Fault, Double> copy = new EnumMap<>(Fault.class);
    copy.putAll(rates);
    rates = Collections.unmodifiableMap(copy);
    if (sum(rates, true) > 1 + SUM_TOLERANCE || sum(rates, false) > 1 + SUM_TOLERANCE) {
      throw new IllegalArgumentException("fault rates add up to more than 1: " + rates);
    }
  }

  /** {@code total} shared out evenly over every kind of fault. */
  public static FaultRates evenly(double total) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      rates.put(fault, total / Fault.values().length);
    }
    return new FaultRates(rates);
  }

  /** Reads {@code <fault> = <rate>} of a block that has every fault. */
  static FaultRates read(Block block) {
    Map<Fault, Double> rates = new EnumMap<>(Fault.class);
    for (Fault fault : Fault.values()) {
      rates.put(fault, block.number(fault.text(), 0, 1));
    }
    block.done();
    if (sum(rates, true) > 1 + SUM_TOLERANCE || sum(rates, false) > 1 + SUM_TOLERANCE) {
      block.problem("adds up to more than 1: lower some of its rates");
      return new FaultRates(Map.of());
    }
    return new FaultRates(rates);
  }

  /** What one attempt meets: a pure function of the arguments. A fault of the key comes first. */
  Optional<Fault> of(long seed, String key, int attempt) {
    Optional<Fault> ofKey = draw(true, seed, key);
    return ofKey.isPresent() ? ofKey : draw(false, seed, key + "#" + attempt);
  }

  /** The fault that every attempt with the key meets. */
  Optional<Fault> ofKey(long seed, String key) {
    return draw(true, seed, key);
  }

  private Optional<Fault> draw(boolean ofKey, long seed, String id) {
    double left = sum(rates, ofKey);
    if (left == 0) {
      return Optional.empty();
    }
    double at = Uniform.of(ofKey ? "simulated key fault" : "simulated fault", seed, id);
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      if (rate.getKey().ofKey() == ofKey) {
        at -= rate.getValue();
        if (at < 0) {
          return Optional.of(rate.getKey());
        }
      }
    }
    return Optional.empty();
  }

  private static double sum(Map<Fault, Double> rates, boolean ofKey) {
    double sum = 0;
    for (Map.Entry<Fault, Double> rate : rates.entrySet()) {
      sum += rate.getKey().ofKey() == ofKey ? rate.getValue() : 0;
    }
    return sum;
  }
}
