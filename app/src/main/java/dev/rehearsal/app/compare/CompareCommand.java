package dev.rehearsal.app.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Holds two lanes or two runs against each other, prefix by prefix. */
@Command(
    name = "compare",
    description = {
      "Compares two runs, or two lanes of one run, in pairs of the same prefix. Asks nobody."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  rehearsal compare runs/monday runs/tuesday",
      "  rehearsal compare runs/monday --a-lane baseline --b-lane candidate"
    })
public final class CompareCommand implements Runnable {
  private static final List<String> NEWEST = List.of("candidate", "production", "baseline");
  private static final List<String> REFERENCE = List.of("production", "baseline");

  /** Two rates and a comparison share the error of one category. */
  private static final int ESTIMATES_EACH = 3;

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

  @Option(names = "--json", description = "One line of JSON on stdout.")
  private boolean json;

  public CompareCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
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
    Pairing pairing = Pairing.of(a, b, force);
    int named = ESTIMATES_EACH * pairing.categories().size();
    double alpha = (1 - confidence) / named;
    List<Result> results =
        pairing.categories().entrySet().stream()
            .map(category -> Result.of(category.getKey(), category.getValue(), alpha, equivalence))
            .toList();
    if (json) {
      console.out().println(json(pairing, results, alpha));
    } else {
      new CompareText(pairing, results, confidence, alpha).lines().forEach(console.out()::println);
    }
  }

  private ObjectNode json(Pairing pairing, List<Result> results, double alpha) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.putObject("a").put("run", pairing.a().path().toString()).put("lane", pairing.a().lane());
    object.putObject("b").put("run", pairing.b().path().toString()).put("lane", pairing.b().lane());
    object.put("matched", pairing.matched());
    object.put("onlyA", pairing.onlyA());
    object.put("onlyB", pairing.onlyB());
    object.put("sameSample", pairing.sameSample());
    object.put("confidence", confidence);
    object.put("confidenceEach", 1 - alpha);
    ArrayNode comparisons = object.putArray("comparisons");
    results.forEach(result -> comparisons.add(json(result)));
    return object;
  }

  private static ObjectNode json(Result result) {
    PairedCounts counts = result.comparison().counts();
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("category", result.category());
    object.put("both", counts.both()).put("onlyA", counts.onlyA());
    object.put("onlyB", counts.onlyB()).put("neither", counts.neither());
    number(object, "rateA", counts.reference().rate());
    object.put("lowA", result.a().low()).put("highA", result.a().high());
    number(object, "rateB", counts.compared().rate());
    object.put("lowB", result.b().low()).put("highB", result.b().high());
    number(object, "ratio", result.comparison().ratio());
    range(object, result.ratio());
    range(object.putObject("discordantOdds"), result.comparison().discordantOdds());
    object.put("mcNemar", result.comparison().mcNemar());
    object.put("state", result.state().name());
    return object;
  }

  private static void range(ObjectNode object, RatioInterval range) {
    number(object, "low", OptionalDouble.of(range.low()));
    number(object, "high", OptionalDouble.of(range.high()));
  }

  private static void number(ObjectNode object, String field, OptionalDouble value) {
    if (value.isPresent() && Double.isFinite(value.getAsDouble())) {
      object.put(field, value.getAsDouble());
    } else {
      object.putNull(field);
    }
  }
}
