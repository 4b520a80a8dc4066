package dev.rehearsal.app.check;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** What every command takes that reads a plan. */
public final class PlanOptions {
  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Overrides a key of the plan; may be repeated.")
  private Map<String, String> sets = new LinkedHashMap<>();

  /** As if {@code --set key=value} had been given. */
  public void set(String key, String value) {
    sets.put(key, value);
  }

  /** By key, in the order they were given. */
  public Map<String, String> sets() {
    return sets;
  }

  /**
   * Reads and checks the plan.
   *
   * @throws dev.rehearsal.RehearsalException with exit code 2 and every problem at once
   */
  public CheckedPlan read(Path plan) {
    return CheckedPlan.read(plan, sets, System.getenv());
  }
}
