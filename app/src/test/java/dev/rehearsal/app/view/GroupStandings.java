package dev.rehearsal.app.view;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.LanePair;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.standing.RunCounts;
import dev.rehearsal.streams.group.GroupTotal;
import dev.rehearsal.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Totals of groups, for tests of what shows them. */
final class GroupStandings {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final List<CategoryQuestion> QUESTIONS =
      List.of(
          new CategoryQuestion(
              "bold",
              "all",
              OptionalLong.empty(),
              List.of("production", "candidate"),
              List.of(new LanePair("production", "candidate", true)),
              Map.of("production", LU7, "candidate", LU7),
              LU7,
              List.of(),
              Optional.empty(),
              0.05,
              0.05,
              10,
              false));

  private GroupStandings() {}

  /** A group of three has counted so many; of the candidate's, each fifth is a hit. */
  static GroupStanding ofThree(int prefixes) {
    RunCounts counts = counts(prefixes);
    long epoch = Instant.parse("2026-11-28T05:59:50Z").getEpochSecond() / 10;
    return new GroupStanding(
        new GroupTotal(epoch, 3, counts, Map.of("t-0", 60L, "t-1", 40L)),
        Duration.ofSeconds(10),
        counts.standing(QUESTIONS));
  }

  private static RunCounts counts(int prefixes) {
    RunCounts counts = RunCounts.NONE;
    for (int number = 1; number <= prefixes; number++) {
      counts =
          counts.plus(
              RunCounts.of(
                  QUESTIONS,
                  new Resolved(
                      number,
                      List.of(),
                      Map.of(
                          "production", Map.of("bold", Verdict.graded(false)),
                          "candidate", Map.of("bold", Verdict.graded(number % 5 == 0))))));
    }
    return counts;
  }
}
