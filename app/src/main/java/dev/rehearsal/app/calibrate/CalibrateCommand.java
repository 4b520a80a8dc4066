package dev.rehearsal.app.calibrate;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.report.Certificates;
import dev.rehearsal.app.text.Numbers;
import dev.rehearsal.calibrate.Requirements;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Holds a run's graders against human labels, or picks the replies to label. */
@Command(
    name = "calibrate",
    description = {
      "Hold the graders of a run against human labels, and correct its rates.",
      "Without labels, --ask picks the replies that are most worth a person's time."
    },
    footer = {
      "",
      "Example:",
      "  rehearsal calibrate runs/mine --ask 200 --category refusal --content --out ask.jsonl",
      "  (fill in \"value\": \"hit\", \"clean\" or \"unsure\" on each line)",
      "  rehearsal calibrate runs/mine ask.jsonl"
    })
public final class CalibrateCommand implements Runnable {
  private static final int MOST_BESIDE = 3;

  private static final List<String> OF_ASK =
      List.of("--alike", "--out", "--content", "--category", "--lane", "--seed");

  private static final List<String> OF_LABELS =
      List.of(
          "--confidence",
          "--min-sensitivity",
          "--min-specificity",
          "--min-ppv",
          "--min-kappa",
          "--certificates",
          "--beside");

  private final Console console;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "RUN", description = "The run's folder.")
  private Path run = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "LABELS",
      description = "Files with one label a line: id, lane, category, value, author.")
  private List<Path> files = List.of();

  @Option(
      names = "--ask",
      paramLabel = "N",
      description = "Writes about N replies to label to --out: flags first, the rest by chance.")
  private Optional<Integer> wanted = Optional.empty();

  @Option(
      names = "--alike",
      description =
          "With --ask: draws without regard to the verdict, which rare flags need many labels for.")
  private boolean alike;

  @Option(names = "--out", paramLabel = "FILE", description = "With --ask: the file to fill in.")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--content",
      description = "With --ask: puts the conversation and the reply into the file.")
  private boolean content;

  @Option(names = "--category", paramLabel = "ID", description = "With --ask: which category.")
  private Optional<String> category = Optional.empty();

  @Option(
      names = "--lane",
      paramLabel = "LANE",
      defaultValue = "candidate",
      description = "With --ask: whose replies; the default is candidate.")
  private String lane = "candidate";

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "7",
      description = "With --ask: of the draw; the default is 7.")
  private long seed = 7;

  @Option(
      names = "--confidence",
      paramLabel = "C",
      defaultValue = "0.95",
      description = "Of each interval, within (0, 1); the default is 0.95.")
  private double confidence = 0.95;

  @Mixin private final RequirementOptions required = new RequirementOptions();

  @Option(
      names = "--certificates",
      paramLabel = "DIR",
      description = "Where certificates go; the default is RUN/certificates.")
  private Optional<Path> certificates = Optional.empty();

  @Option(
      names = "--beside",
      paramLabel = "ID",
      split = ",",
      description = "Holds the graders of these categories against the same labels, side by side.")
  private List<String> beside = List.of();

  @Option(names = "--json", description = "JSON Lines on stdout.")
  private boolean json;

  public CalibrateCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    if (!(confidence > 0 && confidence < 1)) {
      throw RehearsalException.badUsage(
          "--confidence must be in (0, 1), was " + confidence + "; for 95 % write 0.95");
    }
    if (wanted.isPresent() == !files.isEmpty()) {
      throw RehearsalException.badUsage(
          "give either files with labels, or --ask N to get a file to fill in");
    }
    if (wanted.isPresent()) {
      refuse(OF_LABELS, "goes with files of labels, not with --ask");
      ask(wanted.get());
    } else {
      refuse(OF_ASK, "goes with --ask; labels say themselves what they are of");
      hold();
    }
  }

  /** What would be ignored may be what somebody relies on. */
  private void refuse(List<String> options, String why) {
    options.stream()
        .filter(spec.commandLine().getParseResult()::hasMatchedOption)
        .findFirst()
        .ifPresent(
            option -> {
              throw RehearsalException.badUsage(option + " " + why + "; leave it out");
            });
  }

  private void ask(int number) {
    if (number < 1) {
      throw RehearsalException.badUsage("--ask must be at least 1, was " + number);
    }
    Path file =
        out.orElseThrow(
            () -> RehearsalException.badUsage("--ask needs a file to write to: --out FILE"));
    String id =
        category.orElseThrow(
            () -> RehearsalException.badUsage("--ask needs a category: --category ID"));
    GradedReplies replies = GradedReplies.of(run, lane, id, "--ask");
    Ask ask = Ask.of(replies, number, seed, alike);
    AskFile.Written written = AskFile.write(replies, ask, content, file);
    int drawn = written.replies();
    if (written.purged() > 0) {
      console
          .err()
          .printf(
              "the text of %s of them was purged: those lines say so, and nobody can label them%n",
              Numbers.count(written.purged(), "reply", "replies"));
    }
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("ask", ask.id()).put("file", file.toString()).put("replies", drawn);
      console.out().println(line);
    } else {
      CalibrationText.asked(run, file, drawn, content).forEach(console.out()::println);
    }
  }

  private void hold() {
    LabelFiles labels = LabelFiles.read(files);
    labels.unusable().forEach(line -> console.err().println("not usable  " + line));
    Requirements requirements = required.requirements();
    Path folder = certificates.orElseGet(() -> Certificates.folder(run));
    List<Calibration> calibrations = new ArrayList<>();
    List<BesideView> together = new ArrayList<>();
    for (List<HumanLabel> group : groups(labels.labels())) {
      HumanLabel first = group.get(0);
      GradedReplies replies = GradedReplies.of(run, first.lane(), first.category(), first.where());
      Optional<Ask> ask = first.ask().map(id -> AskFile.read(run, id, first.where()));
      ask.ifPresent(a -> requireAskOf(a, replies, first));
      calibrations.add(
          Calibration.of(replies, ReplyLabels.of(group), ask, requirements, 1 - confidence));
      if (!beside.isEmpty()) {
        Beside graders =
            Beside.of(replies, others(first), ReplyLabels.of(group), ask, 1 - confidence);
        together.add(new BesideView(graders, 1 - confidence));
      }
    }
    // Nothing is written before all labels were found good.
    calibrations.forEach(
        each ->
            Certificates.write(
                folder, CalibrationJson.certificate(each, requirements, confidence)));
    if (json) {
      calibrations.forEach(
          each ->
              console.out().println(CalibrationJson.certificate(each, requirements, confidence)));
      together.forEach(each -> console.out().println(each.json()));
    } else {
      new CalibrationText(calibrations, labels, requirements, confidence, folder)
          .lines(console.terminal().colourOut())
          .forEach(console.out()::println);
      together.forEach(each -> each.lines().forEach(console.out()::println));
    }
  }

  /** The graders to hold against labels of another category. */
  private List<GradedReplies> others(HumanLabel label) {
    List<String> ids =
        beside.stream().distinct().filter(id -> !id.equals(label.category())).toList();
    if (ids.isEmpty() || ids.size() > MOST_BESIDE) {
      throw RehearsalException.badUsage(
          "--beside takes 1 to %d categories other than that of the labels (%s), was %s"
              .formatted(MOST_BESIDE, label.category(), String.join(",", beside)));
    }
    return ids.stream().map(id -> GradedReplies.of(run, label.lane(), id, "--beside")).toList();
  }

  private static void requireAskOf(Ask ask, GradedReplies replies, HumanLabel label) {
    if (!ask.lane().equals(label.lane()) || !ask.category().equals(label.category())) {
      throw RehearsalException.badUsage(
          "%s: the ask %s was for %s in %s, not for %s in %s; a line's category and lane stay as they were written"
              .formatted(
                  label.where(),
                  ask.id(),
                  ask.category(),
                  ask.lane(),
                  label.category(),
                  label.lane()));
    }
    if (!ask.fingerprint().equals(replies.fingerprint())) {
      throw RehearsalException.badUsage(
          "%s: the run was graded anew since the ask %s; ask again"
              .formatted(label.where(), ask.id()));
    }
  }

  /** Labels by lane and category; all of one must come from one ask, or from none. */
  private static List<List<HumanLabel>> groups(List<HumanLabel> labels) {
    Map<String, List<HumanLabel>> groups = new LinkedHashMap<>();
    for (HumanLabel label : labels) {
      List<HumanLabel> group =
          groups.computeIfAbsent(label.category() + "\n" + label.lane(), key -> new ArrayList<>());
      if (!group.isEmpty() && !group.get(0).ask().equals(label.ask())) {
        throw RehearsalException.badUsage(
            "%s and %s: labels of one category and lane must come from one ask, or all from none; give the files apart"
                .formatted(group.get(0).where(), label.where()));
      }
      group.add(label);
    }
    return List.copyOf(groups.values());
  }
}
