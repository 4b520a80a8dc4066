package dev.rehearsal.app.result;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.config.Plan;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.Spent;
import dev.rehearsal.streams.pipeline.ReplyTotals;
import dev.rehearsal.streams.source.Funnel;
import dev.rehearsal.streams.source.Stratum;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a run.
 *
 * @param folder of the run
 * @param reason why it could not go on, if it could not
 * @param strata that were drawn; empty where none were
 * @param fraction of a stream that was taken; empty for a log
 * @param replies by lane, up to the watermark
 * @param quarantined lines by reason
 * @param spent by lane, everything that was ever called, past the watermark too
 * @param charged to the budget, worst cases of calls without an answer included; empty without one
 * @param priced whether every model that was asked has a price: else the dollars are not known
 * @param onlook what was said of it by one who looked on; empty when nobody did
 */
public record RunResult(
    Plan plan,
    Path folder,
    RunStatus status,
    Optional<String> reason,
    Funnel funnel,
    List<Stratum> strata,
    Optional<FractionStatus> fraction,
    Standing standing,
    Map<String, ReplyTotals> replies,
    Map<String, Long> quarantined,
    Map<String, Spent> spent,
    Optional<Cost> charged,
    boolean priced,
    Map<String, String> digest,
    List<Gate> gates,
    Claims claims,
    Optional<Onlook> onlook) {

  /** The process exit code that the run ends in, see product words: 0, 1, 10 or 130. */
  public int exitCode() {
    return switch (status) {
      case FAILED, RUNNING -> 1;
      case INTERRUPTED -> 130;
      case DECIDED, EXHAUSTED, BUDGET, DEADLINE -> gates.stream().anyMatch(Gate::closed) ? 10 : 0;
    };
  }

  /**
   * The same with the word of one who looked on.
   *
   * @param why it stopped the run, if it did
   * @param latest that it said
   */
  public RunResult withWord(Optional<String> why, Optional<Onlook> latest) {
    return new RunResult(
        plan,
        folder,
        status,
        reason.or(() -> why),
        funnel,
        strata,
        fraction,
        standing,
        replies,
        quarantined,
        spent,
        charged,
        priced,
        digest,
        gates,
        claims,
        latest);
  }
}
