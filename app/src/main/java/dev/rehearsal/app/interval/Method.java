package dev.rehearsal.app.interval;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The ways to an interval that the calculator knows, the one for most uses first. */
enum Method {
  LU7(Holds.AT_EVERY_LOOK, EnumSet.of(Part.TRIALS), EnumSet.of(Part.POPULATION)),
  INFORMED(
      Holds.AT_EVERY_LOOK,
      EnumSet.of(Part.TRIALS, Part.EXPECTED_RATE),
      EnumSet.of(Part.POPULATION)),
  WITHOUT_REPLACEMENT(
      Holds.AT_EVERY_LOOK,
      EnumSet.of(Part.TRIALS, Part.POPULATION),
      EnumSet.of(Part.EXPECTED_RATE)),
  HYBRID(Holds.AT_EVERY_LOOK, EnumSet.of(Part.TRIALS), EnumSet.noneOf(Part.class)),
  ONE_SIDED_UPPER(Holds.AT_EVERY_LOOK, EnumSet.of(Part.TRIALS), EnumSet.of(Part.EXPECTED_RATE)),
  ONE_SIDED_LOWER(Holds.AT_EVERY_LOOK, EnumSet.of(Part.TRIALS), EnumSet.of(Part.EXPECTED_RATE)),
  GAMMA_POISSON(Holds.AT_EVERY_LOOK, EnumSet.of(Part.EXPOSURE), EnumSet.noneOf(Part.class)),
  ASYMPTOTIC(Holds.ABOUT_AT_EVERY_LOOK, EnumSet.of(Part.TRIALS), EnumSet.of(Part.DEVIATION)),
  LOOKS(
      Holds.AT_PLANNED_LOOKS,
      EnumSet.of(Part.TRIALS, Part.FIRST_LOOK, Part.LOOKS),
      EnumSet.noneOf(Part.class)),
  CLOPPER_PEARSON(Holds.AT_ONE_LOOK, EnumSet.of(Part.TRIALS), EnumSet.noneOf(Part.class)),
  CLOPPER_PEARSON_UPPER(Holds.AT_ONE_LOOK, EnumSet.of(Part.TRIALS), EnumSet.noneOf(Part.class)),
  WILSON(Holds.AT_ONE_LOOK, EnumSet.of(Part.TRIALS), EnumSet.noneOf(Part.class)),
  JEFFREYS(Holds.AT_ONE_LOOK, EnumSet.of(Part.TRIALS), EnumSet.noneOf(Part.class)),
  GARWOOD(Holds.AT_ONE_LOOK, EnumSet.of(Part.EXPOSURE), EnumSet.noneOf(Part.class));

  private final Holds holds;

  @SuppressWarnings("ImmutableEnumChecker") // copies
  private final Set<Part> needed;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<Part> optional;

  Method(Holds holds, Set<Part> needed, Set<Part> optional) {
    this.holds = holds;
    this.needed = Set.copyOf(needed);
    this.optional = Set.copyOf(optional);
  }

  /** When its intervals may be trusted. */
  Holds holds() {
    return holds;
  }

  /** What it cannot do without, besides hits and confidence. */
  Set<Part> needed() {
    return needed;
  }

  /** Whether it has a use for a part. */
  boolean takes(Part part) {
    return needed.contains(part) || optional.contains(part);
  }

  /** As people write it: {@code clopper-pearson}. */
  String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  static Optional<Method> of(String text) {
    return Arrays.stream(values()).filter(m -> m.text().equals(text)).findFirst();
  }

  static List<String> texts() {
    return Arrays.stream(values()).map(Method::text).toList();
  }
}
