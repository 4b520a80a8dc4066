package dev.rehearsal.app.interval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.config.Spelling;
import dev.rehearsal.estimate.Limits;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The calculator: an interval for a rate from counts. */
@Command(
    name = "interval",
    description = {
      "Computes an interval for a rate from counts, by any of the methods. Without --method: all"
          + " that apply, and which of them hold at every look."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal interval --hits 10 --trials 100000",
      "  rehearsal interval --hits 4 --trials 200 --population 311",
      "  rehearsal interval --hits 3 --exposure 2500.5 --method gamma-poisson --json",
      "  echo '{\"method\":\"wilson\",\"hits\":10,\"trials\":100000}' | rehearsal interval --batch"
    })
public final class IntervalCommand implements Callable<Integer> {
  private static final String MORE =
      "More with --expected-rate, --population, --exposure, or --first-look and --looks.";

  private final Console console;

  @Option(
      names = "--hits",
      paramLabel = "K",
      description = "Trials that violate, or a sum of scores in [0, 1].")
  private Optional<Double> hits = Optional.empty();

  @Option(names = "--trials", paramLabel = "N", description = "All trials.")
  private Optional<Long> trials = Optional.empty();

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Chance of holding the true rate, in (0, 1); ${DEFAULT-VALUE} by default.")
  private double confidence;

  @Option(
      names = "--method",
      paramLabel = "METHOD",
      split = ",",
      description =
          "all, or some of lu7, informed, without-replacement, hybrid, one-sided-upper,"
              + " one-sided-lower, gamma-poisson, asymptotic, looks, clopper-pearson,"
              + " clopper-pearson-upper, wilson, jeffreys, garwood.")
  private List<String> methods = List.of();

  @Option(
      names = "--expected-rate",
      paramLabel = "R",
      description =
          "Rate in (0, 1) expected before the data were seen: narrows informed, without-replacement"
              + " and one-sided intervals near it.")
  private Optional<Double> expectedRate = Optional.empty();

  @Option(
      names = "--population",
      paramLabel = "N",
      description =
          "Size of the log that the trials were drawn from without replacement: the interval is"
              + " for the rate over that log, exact at its end.")
  private Optional<Long> population = Optional.empty();

  @Option(
      names = "--exposure",
      paramLabel = "T",
      description =
          "How much was watched where that is no number of trials: gamma-poisson and garwood give"
              + " hits per unit of it.")
  private Optional<Double> exposure = Optional.empty();

  @Option(
      names = "--sd",
      paramLabel = "S",
      description = "Standard deviation of the scores whose sum --hits is, for asymptotic.")
  private Optional<Double> deviation = Optional.empty();

  @Option(
      names = "--first-look",
      paramLabel = "N",
      description = "Trials at the first of the planned looks; each next one is at twice as many.")
  private Optional<Long> firstLook = Optional.empty();

  @Option(names = "--looks", paramLabel = "J", description = "How many looks were planned.")
  private Optional<Long> looks = Optional.empty();

  @Option(
      names = "--json",
      description = {
        "One line of JSON for each method; without --method, for the one that a run would use."
      })
  private boolean json;

  @Option(
      names = "--batch",
      description = "Answers questions from stdin, one JSON object a line, in order.")
  private boolean batch;

  public IntervalCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (batch) {
      requireNothingElse();
      return new Batch(console).run();
    }
    List<Question> questions = questions(data());
    if (json) {
      questions.forEach(question -> console.out().println(json(question)));
    } else {
      console.out().print(IntervalTable.of(questions));
      if (methods.isEmpty()) {
        console.out().println(MORE);
      }
    }
    return 0;
  }

  private void requireNothingElse() {
    if (hits.isPresent() || !methods.isEmpty() || !parts().isEmpty()) {
      throw RehearsalException.badUsage(
          "--batch takes its questions from stdin: leave the other options out");
    }
  }

  private Data data() {
    return new Data(
        hits.orElseThrow(
            () ->
                RehearsalException.badUsage(
                    "--hits is missing: give --hits and --trials, or --batch for questions on"
                        + " stdin")),
        confidence,
        parts());
  }

  private Map<Part, Double> parts() {
    Map<Part, Double> parts = new EnumMap<>(Part.class);
    trials.ifPresent(value -> parts.put(Part.TRIALS, (double) value));
    expectedRate.ifPresent(value -> parts.put(Part.EXPECTED_RATE, value));
    population.ifPresent(value -> parts.put(Part.POPULATION, (double) value));
    exposure.ifPresent(value -> parts.put(Part.EXPOSURE, value));
    deviation.ifPresent(value -> parts.put(Part.DEVIATION, value));
    firstLook.ifPresent(value -> parts.put(Part.FIRST_LOOK, (double) value));
    looks.ifPresent(value -> parts.put(Part.LOOKS, (double) value));
    return parts;
  }

  private List<Question> questions(Data data) {
    if (methods.size() == 1 && !methods.contains("all")) {
      return List.of(new Question(method(methods.get(0)), data));
    }
    List<Method> chosen =
        methods.isEmpty() && json
            ? List.of(usual(data))
            : methods.isEmpty() || methods.equals(List.of("all"))
                ? fitting(data)
                : methods.stream().map(IntervalCommand::method).toList();
    for (Part part : data.parts().keySet()) {
      if (chosen.stream().noneMatch(method -> method.takes(part))) {
        throw RehearsalException.badUsage(
            part.option() + " is of no use to any of these methods: leave it out");
      }
    }
    return chosen.stream().map(method -> new Question(method, data.partsFor(method))).toList();
  }

  private static List<Method> fitting(Data data) {
    List<Method> fitting =
        Arrays.stream(Method.values())
            .filter(method -> !data.has(Part.POPULATION) || needs(method, Part.POPULATION))
            .filter(method -> !data.has(Part.EXPOSURE) || needs(method, Part.EXPOSURE))
            .filter(method -> Question.fits(method, data))
            .toList();
    return fitting.isEmpty() ? List.of(usual(data)) : fitting;
  }

  private static boolean needs(Method method, Part part) {
    return method.needed().contains(part);
  }

  /** What a run would use, or comes closest to it. */
  private static Method usual(Data data) {
    return data.has(Part.POPULATION)
        ? Method.WITHOUT_REPLACEMENT
        : data.has(Part.EXPOSURE)
            ? Method.GAMMA_POISSON
            : data.has(Part.EXPECTED_RATE) ? Method.INFORMED : Method.LU7;
  }

  private static Method method(String text) {
    return Method.of(text)
        .orElseThrow(
            () ->
                RehearsalException.badUsage(
                    "--method must be all or some of "
                        + String.join(", ", Method.texts())
                        + ", was "
                        + text
                        + Spelling.nearest(text, Method.texts())
                            .map(nearest -> "; did you mean " + nearest + "?")
                            .orElse("")));
  }

  private static ObjectNode json(Question question) {
    Limits limits = question.answer();
    Data data = question.data();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", question.method().text());
    put(json, "hits", data.hits());
    data.find(Part.TRIALS).ifPresent(value -> put(json, Part.TRIALS.field(), value));
    json.put("confidence", data.confidence());
    data.parts().keySet().stream()
        .filter(part -> part != Part.TRIALS)
        .sorted()
        .forEach(part -> put(json, part.field(), data.get(part)));
    return json.put("low", limits.low())
        .put("high", limits.high())
        .put("holdsAtEveryLook", question.method().holds() == Holds.AT_EVERY_LOOK)
        .put("holds", question.method().holds().text());
  }

  private static void put(ObjectNode json, String field, double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      json.put(field, (long) value);
    } else {
      json.put(field, value);
    }
  }
}
