package dev.rehearsal.standing;

import static dev.rehearsal.testing.ForAll.forAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.RateSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunCountsTest {
  private static final RateSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final List<CategoryQuestion> QUESTIONS =
      List.of(question("bold"), question("shy"));

  @Test
  void partsAddUpToTheEstimatesOfTheWholeInAnyOrder() {
    forAll(
        200,
        random -> {
          List<Resolved> prefixes = prefixes(random, random.nextInt(60));
          List<CategoryEstimator> whole =
              QUESTIONS.stream().map(q -> new CategoryEstimator(q.ratesOnly())).toList();
          prefixes.forEach(prefix -> whole.forEach(estimator -> estimator.observe(prefix)));

          List<RunCounts> parts = new ArrayList<>(Collections.nCopies(4, RunCounts.NONE));
          Collections.shuffle(prefixes, random);
          for (Resolved prefix : prefixes) {
            int part = random.nextInt(parts.size());
            parts.set(part, parts.get(part).plus(RunCounts.of(QUESTIONS, prefix)));
          }
          Collections.shuffle(parts, random);
          RunCounts sum = parts.stream().reduce(RunCounts.NONE, RunCounts::plus);

          assertThat(sum.standing(QUESTIONS))
              .isEqualTo(
                  new Standing(
                      prefixes.size(), whole.stream().map(CategoryEstimator::standing).toList()));
          assertThat(RunCountsJson.read(RunCountsJson.of(sum))).isEqualTo(sum);
        });
  }

  @Test
  void countsThatAreNoNumbersAreRefused() {
    var json = RunCountsJson.of(RunCounts.of(QUESTIONS, prefixes(new Random(1), 1).get(0)));
    json.put("prefixes", "many");
    assertThatThrownBy(() -> RunCountsJson.read(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("prefixes is no count in {");
  }

  /** Of every kind of verdict, and with lanes that take no part. */
  private static List<Resolved> prefixes(Random random, int size) {
    List<Resolved> prefixes = new ArrayList<>();
    for (int number = 1; number <= size; number++) {
      Map<String, Map<String, Verdict>> verdicts = new HashMap<>();
      for (String lane : List.of("production", "candidate")) {
        if (random.nextInt(8) > 0) {
          verdicts.put(lane, Map.of("bold", verdict(random), "shy", verdict(random)));
        }
      }
      prefixes.add(new Resolved(number, List.of(), verdicts));
    }
    return prefixes;
  }

  private static Verdict verdict(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new Verdict.Ungraded("blocked");
      case 1 -> new Verdict.NotApplicable("others");
      case 2, 3 -> Verdict.graded(true);
      default -> Verdict.graded(false);
    };
  }

  private static CategoryQuestion question(String id) {
    return new CategoryQuestion(
        id,
        "all",
        OptionalLong.empty(),
        List.of("production", "candidate"),
        List.of(new LanePair("production", "candidate", true)),
        Map.of("production", LU7, "candidate", LU7),
        LU7,
        List.of(new StopRule.Threshold(0.1)),
        Optional.empty(),
        0.05,
        0.05,
        10,
        true);
  }
}
