package dev.rehearsal.streams.journal;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a run is and where it stands.
 *
 * @param name the plan's name
 * @param plan the plan as written, before substitution, with literal keys masked
 * @param digest hash by part: plan, taxonomy, graders, models, sample
 * @param versions of the tool and what it ran on, by name
 * @param seed of all chance
 * @param status where it stands
 * @param stoppedAt the watermark at which a budget or a deadline ended it
 * @param populations size of each known population, by category
 * @param funnel how many conversations reached each step, by step
 * @param started when it was created
 * @param ended when it last came to an end
 */
public record RunRow(
    String name,
    String plan,
    Map<String, String> digest,
    Map<String, String> versions,
    long seed,
    RunStatus status,
    OptionalLong stoppedAt,
    Map<String, Long> populations,
    Map<String, Long> funnel,
    Instant started,
    Optional<Instant> ended) {

  public RunRow {
    digest = Map.copyOf(digest);
    versions = Map.copyOf(versions);
    populations = Map.copyOf(populations);
    funnel = Map.copyOf(funnel);
  }

  /** A run that has just begun. */
  public static RunRow begun(
      String name,
      String plan,
      Map<String, String> digest,
      Map<String, String> versions,
      long seed,
      Instant started) {
    return new RunRow(
        name,
        plan,
        digest,
        versions,
        seed,
        RunStatus.RUNNING,
        OptionalLong.empty(),
        Map.of(),
        Map.of(),
        started,
        Optional.empty());
  }

  /** The same run at work again. */
  public RunRow running() {
    return with(RunStatus.RUNNING, OptionalLong.empty(), populations, funnel, Optional.empty());
  }

  /** The same run, ended. */
  public RunRow ended(RunStatus how, OptionalLong watermark, Instant when) {
    return with(how, watermark, populations, funnel, Optional.of(when));
  }

  /** The same run with other population sizes. */
  public RunRow withPopulations(Map<String, Long> sizes) {
    return with(status, stoppedAt, sizes, funnel, ended);
  }

  /** The same run with another funnel. */
  public RunRow withFunnel(Map<String, Long> counts) {
    return with(status, stoppedAt, populations, counts, ended);
  }

  private RunRow with(
      RunStatus newStatus,
      OptionalLong newStop,
      Map<String, Long> newPopulations,
      Map<String, Long> newFunnel,
      Optional<Instant> newEnd) {
    return new RunRow(
        name,
        plan,
        digest,
        versions,
        seed,
        newStatus,
        newStop,
        newPopulations,
        newFunnel,
        started,
        newEnd);
  }
}
