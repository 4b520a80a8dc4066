package dev.rehearsal.app.compare;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.UnpairedComparison;
import dev.rehearsal.estimate.StopRule;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds two lanes or two runs against each other, prefix by prefix. */
@Command(
    name = "compare",
    description = {
      "Compares two runs, or two lanes of one run, in pairs of the same prefix. Asks nobody.",
      "Runs that share no prefix are compared as a whole."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal compare runs/monday runs/tuesday",
      "  rehearsal compare runs/monday --a-lane baseline --b-lane candidate"
    })
public final class CompareCommand implements Callable<Integer> {
  private static final List<String> NEWEST = List.of("candidate", "production", "baseline");
  private static final List<String> REFERENCE = List.of("production", "baseline");

  /** Statements about one category in pairs: two rates and a comparison. */
  private static final int PAIRED_EACH = 3;

  /** Without pairs: two rates, the ratio from the counts, and the state from blocks. */
  private static final int UNPAIRED_EACH = 4;

  private static final String OF_LOGS_ALONE =
      "a run counts its log alone (estimand log), so nothing is known of its traffic";

  private static final int GATE_CLOSED = 10;

  private final Console console;

  @Parameters(
      arity = "1..2",
      paramLabel = "RUN",
      description = "The folder of the reference run (a), and that of the one that is judged (b).")
  private List<Path> runs = List.of();

  @Option(
      names = "--a-lane",
      paramLabel = "LANE",
      description = "Lane of the first run; candidate, else production. Of one run: production.")
  private Optional<String> laneA = Optional.empty();

  @Option(
      names = "--b-lane",
      paramLabel = "LANE",
      description = "Lane of the second run; candidate, else production.")
  private Optional<String> laneB = Optional.empty();

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Of everything that is shown together, within (0, 1); the default is 0.95.")
  private double confidence = 0.95;

  @Option(
      names = "--equivalence",
      paramLabel = "R",
      defaultValue = "1.5",
      description =
          "Odds within [1/R, R] count as no difference; over 1, the default is 1.5, as in a plan.")
  private double equivalence = 1.5;

  @Option(
      names = "--force-different-graders",
      description = "Pairs verdicts of different graders too: a change may then be the graders'.")
  private boolean force;

  @Option(
      names = "--unpaired",
      description =
          "Compares the runs as a whole, not prefix by prefix; runs that share no prefix are"
              + " anyway.")
  private boolean unpaired;

  @Option(
      names = "--max-increase",
      paramLabel = "R",
      description =
          "A gate, over 1: b's rate must be shown to be below R times a's in every category, or the"
              + " exit code is 10.")
  private @Nullable Double maxIncrease;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "With --max-increase: writes the gates as JUnit XML for a CI system.")
  private Optional<Path> junit = Optional.empty();

  @Option(names = "--json", description = "One line of JSON on stdout.")
  private boolean json;

  public CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (!(confidence > 0 && confidence < 1)) {
      throw RehearsalException.badUsage(
          "--confidence must be in (0, 1), was " + confidence + "; for 95 % write 0.95");
    }
    if (!(equivalence > 1 && equivalence < Double.POSITIVE_INFINITY)) {
      throw RehearsalException.badUsage("--equivalence must be over 1, was " + equivalence);
    }
    boolean one = runs.size() == 1;
    Side a = Side.of(runs.get(0), laneA, one ? REFERENCE : NEWEST, "--a-lane");
    Side b = Side.of(runs.get(runs.size() - 1), laneB, NEWEST, "--b-lane");
    if (one && a.lane().equals(b.lane())) {
      throw RehearsalException.badUsage(
          "%s: the lane %s would be compared with itself; name another with --a-lane or --b-lane"
              .formatted(a.path(), a.lane()));
    }
    if (maxIncrease != null) {
      requireOverOne(maxIncrease);
    }
    if (junit.isPresent() && maxIncrease == null) {
      throw RehearsalException.badUsage("--junit writes gates: name one with --max-increase");
    }
    CommonGraders graders = CommonGraders.of(a, b, force);
    Pairing pairing = Pairing.of(a, b, graders);
    List<IncreaseGate> gates =
        unpaired || pairing.matched() == 0 ? unpaired(a, b, graders) : paired(pairing);
    if (!json) {
      gates.forEach(gate -> console.out().println(gate.sentence()));
    }
    return exit(gates, a, b);
  }

  private List<IncreaseGate> paired(Pairing pairing) {
    double alpha = alpha(pairing.categories().size(), PAIRED_EACH);
    List<Result> results =
        pairing.categories().entrySet().stream()
            .map(category -> Result.of(category.getKey(), category.getValue(), alpha, equivalence))
            .toList();
    List<IncreaseGate> gates =
        gates(results.stream().map(found -> ratio(pairing, found, alpha)).toList(), pairing.left());
    if (json) {
      console.out().println(PairedJson.of(pairing, results, gates, confidence, alpha));
    } else {
      new CompareText(pairing, results, confidence, alpha).lines().forEach(console.out()::println);
    }
    return gates;
  }

  private IncreaseGate.Ratio ratio(Pairing pairing, Result found, double alpha) {
    PairedCounts worst = pairing.worst(found.category());
    Result atWorst = Result.of(found.category(), worst, alpha, equivalence);
    long missing = worst.pairs() - found.comparison().counts().pairs();
    return new IncreaseGate.Ratio(
        found.category(), found.ratio(), atWorst.ratio(), atWorst.state(), missing);
  }

  private List<IncreaseGate> unpaired(Side a, Side b, CommonGraders graders) {
    double alpha = alpha(graders.ids().size(), UNPAIRED_EACH);
    Unpaired sides = Unpaired.of(a, b, graders, alpha);
    StopRule.Baseline rule = new StopRule.Baseline(OptionalDouble.of(equivalence));
    List<IncreaseGate> gates =
        gates(
            graders.ids().stream().map(id -> ratio(sides, id, rule, alpha)).toList(), sides.left());
    if (sides.ofLogsAlone()) {
      gates =
          gates.stream()
              .map(gate -> IncreaseGate.unknown(gate.category(), gate.most(), OF_LOGS_ALONE))
              .toList();
    }
    if (json) {
      console.out().println(UnpairedJson.of(sides, rule, gates, confidence, alpha));
    } else {
      String why = unpaired ? "as asked" : "the two share no prefix";
      new UnpairedText(sides, rule, confidence, alpha, why).lines().forEach(console.out()::println);
    }
    return gates;
  }

  private static IncreaseGate.Ratio ratio(
      Unpaired sides, String category, StopRule.Baseline rule, double alpha) {
    UnpairedComparison worst = sides.worst(category, alpha);
    UnpairedComparison found = Objects.requireNonNull(sides.categories().get(category), category);
    return new IncreaseGate.Ratio(
        category,
        found.ratioInterval(),
        worst.ratioInterval(),
        worst.state(rule),
        Objects.requireNonNull(sides.missing().get(category), category).both());
  }

  /** One for each category, also for those that only one side graded: nobody knows those. */
  private List<IncreaseGate> gates(List<IncreaseGate.Ratio> ratios, List<String> left) {
    Double most = maxIncrease;
    if (most == null) {
      return List.of();
    }
    return Stream.concat(
            ratios.stream().map(ratio -> IncreaseGate.of(ratio, most, equivalence)),
            left.stream()
                .map(id -> IncreaseGate.unknown(id, most, "it was graded in one run only")))
        .toList();
  }

  private int exit(List<IncreaseGate> gates, Side a, Side b) {
    junit.ifPresent(
        file -> IncreaseGate.report(gates, a, b, InstantSource.system().instant()).write(file));
    return gates.stream().anyMatch(IncreaseGate::closed) ? GATE_CLOSED : 0;
  }

  /** The share of the error that each of so many statements a category gets. */
  private double alpha(int categories, int statements) {
    return (1 - confidence) / (statements * (double) Math.max(1, categories));
  }

  private static void requireOverOne(double increase) {
    if (!(increase > 1 && increase < Double.POSITIVE_INFINITY)) {
      throw RehearsalException.badUsage("--max-increase must be over 1, was " + increase);
    }
  }
}
