package dev.rehearsal.app.interval;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.config.Spelling;
import dev.rehearsal.estimate.Interval;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The calculator: an interval for a rate from counts. */
@Command(
    name = "interval",
    description = "Computes an interval for a rate from counts, by any of the methods.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal interval --hits 10 --trials 100000",
      "  rehearsal interval --hits 4 --trials 200 --population 311 --method all",
      "  echo '{\"method\":\"wilson\",\"hits\":10,\"trials\":100000}' | rehearsal interval --batch"
    })
public final class IntervalCommand implements Callable<Integer> {
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
          "lu7, informed, clopper-pearson, wilson, jeffreys, or all. lu7 by default; informed when"
              + " a rate is expected.")
  private List<String> methods = List.of();

  @Option(
      names = "--expected-rate",
      paramLabel = "R",
      description = "Rate in (0, 1) expected before the data were seen: narrows informed near it.")
  private Optional<Double> expectedRate = Optional.empty();

  @Option(
      names = "--population",
      paramLabel = "N",
      description =
          "Size of the log that the trials were drawn from without replacement: the interval is"
              + " for the rate over that log, exact at its end.")
  private Optional<Long> population = Optional.empty();

  @Option(names = "--json", description = "One line of JSON for each method.")
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
    List<Question> questions = chosen().stream().map(this::question).toList();
    if (json) {
      questions.forEach(question -> console.out().println(json(question)));
    } else {
      console.out().print(IntervalTable.of(questions));
    }
    return 0;
  }

  private void requireNothingElse() {
    if (hits.isPresent()
        || trials.isPresent()
        || !methods.isEmpty()
        || expectedRate.isPresent()
        || population.isPresent()) {
      throw RehearsalException.badUsage(
          "--batch takes its questions from stdin: leave the other options out");
    }
  }

  private List<Method> chosen() {
    if (methods.equals(List.of("all"))) {
      return Arrays.stream(Method.values()).filter(this::fits).toList();
    }
    if (methods.isEmpty()) {
      return List.of(expectedRate.isPresent() ? Method.INFORMED : Method.LU7);
    }
    return methods.stream().map(IntervalCommand::method).toList();
  }

  private boolean fits(Method method) {
    return (expectedRate.isPresent() || method != Method.INFORMED)
        && (population.isEmpty() || method.atEveryLook());
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

  private Question question(Method method) {
    return new Question(
        method,
        hits.orElseThrow(() -> missing("--hits")),
        trials.orElseThrow(() -> missing("--trials")),
        confidence,
        method == Method.INFORMED || methods.size() == 1 && !methods.contains("all")
            ? expectedRate.map(OptionalDouble::of).orElseGet(OptionalDouble::empty)
            : OptionalDouble.empty(),
        population.map(OptionalLong::of).orElseGet(OptionalLong::empty));
  }

  private static RehearsalException missing(String option) {
    return RehearsalException.badUsage(
        option + " is missing: give --hits and --trials, or --batch for questions on stdin");
  }

  private static ObjectNode json(Question question) {
    Interval interval = question.answer();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("method", question.method().text());
    if (question.hits() == Math.rint(question.hits())) {
      json.put("hits", (long) question.hits());
    } else {
      json.put("hits", question.hits());
    }
    json.put("trials", question.trials());
    json.put("confidence", question.confidence());
    question.expectedRate().ifPresent(rate -> json.put("expectedRate", rate));
    question.population().ifPresent(size -> json.put("population", size));
    json.put("low", interval.low()).put("high", interval.high());
    return json.put("holdsAtEveryLook", question.method().atEveryLook());
  }
}
