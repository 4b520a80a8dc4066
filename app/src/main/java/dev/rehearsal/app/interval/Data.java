package dev.rehearsal.app.interval;

import dev.rehearsal.RehearsalException;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What was counted and is known, whatever the method.
 *
 * @param hits 0 or more, at most the trials; may be a sum of scores within [0, 1]
 * @param confidence chance of holding the true rate, within (0, 1)
 * @param parts the rest, as far as it is given
 */
record Data(double hits, double confidence, Map<Part, Double> parts) {
  private static final double MOST_TRIALS = 1e12;

  /**
   * Checks each part by itself.
   *
   * @throws RehearsalException with exit code 2 that says which part is wrong, and its value
   */
  Data {
    parts = Map.copyOf(parts);
    require(0 <= hits && hits < Double.POSITIVE_INFINITY, "hits must be 0 or more, was " + hits);
    require(
        0 < confidence && confidence < 1,
        "confidence must be in (0, 1), was " + confidence + "; for 95 % write 0.95");
    parts.forEach(Data::check);
    if (parts.containsKey(Part.TRIALS)) {
      double trials = parts.get(Part.TRIALS);
      require(hits <= trials, "hits must be in [0, " + text(trials) + "], was " + text(hits));
      double population = parts.getOrDefault(Part.POPULATION, Double.POSITIVE_INFINITY);
      require(
          trials <= population,
          "the population must hold the %s trials, was %s"
              .formatted(text(trials), text(population)));
    }
  }

  /** Only the parts that a method has a use for. */
  Data partsFor(Method method) {
    Map<Part, Double> kept = new EnumMap<>(Part.class);
    parts.forEach(
        (part, value) -> {
          if (method.takes(part)) {
            kept.put(part, value);
          }
        });
    return new Data(hits, confidence, kept);
  }

  /** Whether every part that the method needs is there. */
  boolean suffices(Method method) {
    return parts.keySet().containsAll(method.needed());
  }

  boolean has(Part part) {
    return parts.containsKey(part);
  }

  /** A part that may be left out. */
  OptionalDouble find(Part part) {
    Double value = parts.get(part);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** A part that was checked to be there. */
  double get(Part part) {
    return find(part).orElseThrow();
  }

  /** A number without a needless decimal point. */
  static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static void check(Part part, double value) {
    switch (part) {
      case TRIALS ->
          require(
              whole(value) && 0 <= value && value <= MOST_TRIALS,
              "trials must be a whole number in [0, 1e12], was " + text(value));
      case EXPECTED_RATE ->
          require(
              0 < value && value < 1, "the expected rate must be in (0, 1), was " + text(value));
      case POPULATION ->
          require(
              whole(value) && 1 <= value && value <= MOST_TRIALS,
              "the population must be a whole number in [1, 1e12], was " + text(value));
      case EXPOSURE ->
          require(
              0 < value && value < Double.POSITIVE_INFINITY,
              "the exposure must be above 0, was " + text(value));
      case DEVIATION ->
          require(
              0 <= value && value <= 0.5,
              "the standard deviation of scores within [0, 1] must be in [0, 0.5], was "
                  + text(value));
      case FIRST_LOOK ->
          require(
              whole(value) && 1 <= value && value <= MOST_TRIALS,
              "the first look must be at a whole number of trials in [1, 1e12], was "
                  + text(value));
      case LOOKS ->
          require(
              whole(value) && 1 <= value && value <= 50,
              "the number of looks must be a whole number in [1, 50], was " + text(value));
    }
  }

  private static boolean whole(double value) {
    return value == Math.rint(value);
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw RehearsalException.badUsage(message);
    }
  }
}
