package dev.rehearsal.app.interval;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The ways to an interval that the calculator knows. */
enum Method {
  LU7(true),
  INFORMED(true),
  CLOPPER_PEARSON(false),
  WILSON(false),
  JEFFREYS(false);

  private final boolean atEveryLook;

  Method(boolean atEveryLook) {
    this.atEveryLook = atEveryLook;
  }

  /** Whether its intervals hold at every look; the others hold at one look, fixed in advance. */
  boolean atEveryLook() {
    return atEveryLook;
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
