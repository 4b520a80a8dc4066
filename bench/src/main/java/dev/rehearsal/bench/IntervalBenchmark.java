package dev.rehearsal.bench;

import dev.rehearsal.estimate.AsymptoticSequence;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.FixedSampleMethod;
import dev.rehearsal.estimate.GammaPoissonSequence;
import dev.rehearsal.estimate.HybridSequence;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.OneSidedSequence;
import dev.rehearsal.estimate.PlannedLooks;
import dev.rehearsal.estimate.RateMethod;
import dev.rehearsal.estimate.WithoutReplacement;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** How long one interval takes by each method, for few trials and for a billion. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class IntervalBenchmark {
  private static final double ALPHA = 0.05;

  @Param({
    "lu7",
    "informed",
    "without-replacement",
    "hybrid",
    "one-sided-upper",
    "one-sided-lower",
    "gamma-poisson",
    "asymptotic",
    "looks",
    "clopper-pearson",
    "wilson",
    "jeffreys",
    "garwood"
  })
  public String method = "";

  @Param({"1000", "1000000000"})
  public long trials;

  /** The rate, or 0 for three hits whatever the trials. */
  @Param({"0", "0.05"})
  public double rate;

  private RateMethod asked = FixedSampleMethod.WILSON;
  private Counts counts = Counts.NONE;

  /** Makes the method and the counts. */
  @Setup
  public void prepare() {
    boolean few = rate == 0 && !method.equals("asymptotic");
    counts = Counts.of(few ? 3 : Math.round(trials * (rate == 0 ? 0.05 : rate)), trials);
    BetaMixture logUniform = BetaMixture.logUniform();
    asked =
        switch (method) {
          case "lu7" -> ConfidenceSequence.of(logUniform);
          case "informed" -> ConfidenceSequence.of(BetaMixture.informed(1e-4));
          case "without-replacement" -> WithoutReplacement.of(logUniform, 2 * trials);
          case "hybrid" -> HybridSequence.create();
          case "one-sided-upper" -> OneSidedSequence.upper(logUniform);
          case "one-sided-lower" -> OneSidedSequence.lower(logUniform);
          case "gamma-poisson" -> GammaPoissonSequence.create();
          case "asymptotic" -> AsymptoticSequence.tunedFor(5_000);
          case "looks" -> PlannedLooks.of(trials, 12);
          case "clopper-pearson" -> FixedSampleMethod.CLOPPER_PEARSON;
          case "wilson" -> FixedSampleMethod.WILSON;
          case "jeffreys" -> FixedSampleMethod.JEFFREYS;
          case "garwood" -> FixedSampleMethod.GARWOOD;
          default -> throw new IllegalArgumentException("no such method: " + method);
        };
  }

  @Benchmark
  public Interval interval() {
    return asked.interval(counts, ALPHA);
  }
}
