package dev.rehearsal.app.check;

import java.util.Map;
import java.util.Optional;

/** What a run was made with. */
public final class Versions {
  private Versions() {}

  /** By name: the tool and the Java machine. */
  public static Map<String, String> current() {
    return Map.of(
        "rehearsal",
        Optional.ofNullable(Versions.class.getPackage().getImplementationVersion())
            .orElse("development"),
        "java",
        System.getProperty("java.version", "unknown"));
  }
}
