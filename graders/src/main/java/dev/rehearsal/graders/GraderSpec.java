package dev.rehearsal.graders;

import dev.rehearsal.model.Model;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** A validated grader block, ready to be opened. */
public interface GraderSpec {

  /** Names of the models that it asks: its judges. Most graders have none. */
  default Set<String> judges() {
    return Set.of();
  }

  /** True when only recorded replies can be graded (labels): lanes that generate are refused. */
  default boolean recordedRepliesOnly() {
    return false;
  }

  /**
   * Opens it: reads its files, starts its process.
   *
   * @param categories the plan's categories that name this grader: id to title
   * @param models gives a judge by name
   * @throws dev.rehearsal.RehearsalException when a file or program is not usable
   */
  Grader open(Map<String, String> categories, Function<String, Model> models);
}
