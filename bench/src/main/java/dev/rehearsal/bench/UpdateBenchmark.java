package dev.rehearsal.bench;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.StopRule;
import dev.rehearsal.standing.CategoryEstimator;
import dev.rehearsal.standing.CategoryQuestion;
import dev.rehearsal.standing.Resolved;
import dev.rehearsal.verdict.Verdict;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long an estimator takes to count one more prefix, without and with a look at its rule. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class UpdateBenchmark {
  private static final int ONE_HIT_IN = 1_000;
  private static final Map<String, Map<String, Verdict>> CLEAN =
      Map.of("candidate", Map.of("category", Verdict.graded(false)));
  private static final Map<String, Map<String, Verdict>> HIT =
      Map.of("candidate", Map.of("category", Verdict.graded(true)));

  /** How many were counted before. */
  @Param({"1000", "1000000"})
  public long counted;

  /** At which numbers the rule is looked at: at every one, or at none. */
  @Param({"1", "2147483647"})
  public int lookEvery;

  private CategoryEstimator estimator = estimator(1);
  private long number;

  /** Counts what was counted before. */
  @Setup
  public void prepare() {
    estimator = estimator(lookEvery);
    number = 0;
    while (number < counted) {
      update();
    }
  }

  @Benchmark
  public void update() {
    number++;
    estimator.observe(new Resolved(number, List.of(), number % ONE_HIT_IN == 0 ? HIT : CLEAN));
  }

  private static CategoryEstimator estimator(int lookEvery) {
    return new CategoryEstimator(
        new CategoryQuestion(
            "category",
            "all",
            OptionalLong.empty(),
            List.of("candidate"),
            List.of(),
            Map.of("candidate", ConfidenceSequence.of(BetaMixture.logUniform())),
            ConfidenceSequence.of(BetaMixture.logUniform()),
            List.of(new StopRule.Relative(1.0001)),
            Optional.empty(),
            0.05,
            0.05,
            lookEvery,
            false));
  }
}
