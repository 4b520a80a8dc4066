package dev.rehearsal.app.calibrate;

import dev.rehearsal.app.calibrate.GradedReplies.GradedReply;
import dev.rehearsal.app.calibrate.HumanLabel.Value;
import dev.rehearsal.calibrate.Accuracy;
import dev.rehearsal.calibrate.DawidSkene;
import dev.rehearsal.calibrate.Measure;
import dev.rehearsal.calibrate.Stratum;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Several graders of one behaviour, each the grader of a category of its own, on the replies of a
 * lane that every one of them graded, held against the labels that people gave for the first.
 *
 * @param categories whose graders they are, the one that was labelled first
 * @param cells by who flags, in order of first appearance
 */
record Beside(String lane, List<String> categories, List<Cell> cells) {

  /**
   * The replies that just these graders flag.
   *
   * @param flags by category
   * @param hits share that people call hits
   */
  record Cell(List<Boolean> flags, long replies, Measure hits) {}

  /**
   * Counts.
   *
   * @param first the category that the labels are about
   * @param others the further ones
   * @param alpha chance that one interval misses, for each of them
   */
  static Beside of(
      GradedReplies first,
      List<GradedReplies> others,
      ReplyLabels labels,
      Optional<Ask> ask,
      double alpha) {
    Map<List<Boolean>, Map<Band, long[]>> counted = new LinkedHashMap<>();
    first.eachRecovered(
        (reply, recovered) ->
            flags(reply, recovered, others)
                .ifPresent(
                    flags -> {
                      long[] cells =
                          counted
                              .computeIfAbsent(flags, f -> new EnumMap<>(Band.class))
                              .computeIfAbsent(
                                  Band.of(reply.verdict(), false), band -> new long[3]);
                      Optional<Value> word =
                          labels
                              .word(reply.prefix())
                              .filter(w -> w != Value.UNSURE)
                              .filter(w -> ask.map(a -> a.drew(reply)).orElse(true));
                      cells[0]++;
                      cells[1] += word.isPresent() ? 1 : 0;
                      cells[2] += word.filter(w -> w == Value.HIT).isPresent() ? 1 : 0;
                    }));
    List<String> categories = new ArrayList<>(List.of(first.category()));
    others.forEach(other -> categories.add(other.category()));
    return new Beside(
        first.lane(),
        List.copyOf(categories),
        counted.entrySet().stream().map(cell -> cell(cell, alpha)).toList());
  }

  /** How many replies every grader graded. */
  long replies() {
    return cells.stream().mapToLong(Cell::replies).sum();
  }

  /** Replies that this grader flags. */
  Counts flagged(int grader) {
    return counts(flags -> flags.get(grader));
  }

  /** Replies that every grader flags. */
  Counts all() {
    return counts(flags -> !flags.contains(false));
  }

  /** Replies that one or more graders flag. */
  Counts any() {
    return counts(flags -> flags.contains(true));
  }

  /** The fit without any label; empty with fewer than three graders, or if all are of one mind. */
  Optional<DawidSkene> diagnostic() {
    return DawidSkene.diagnostic(
        cells.stream().map(cell -> new DawidSkene.Pattern(cell.flags(), cell.replies())).toList());
  }

  private Counts counts(Predicate<List<Boolean>> of) {
    return Counts.of(
        cells.stream().filter(cell -> of.test(cell.flags())).mapToLong(Cell::replies).sum(),
        replies());
  }

  private static Cell cell(Map.Entry<List<Boolean>, Map<Band, long[]>> counted, double alpha) {
    List<Stratum> strata =
        counted.getValue().values().stream()
            .map(cells -> new Stratum(cells[0], cells[1], cells[2]))
            .toList();
    return new Cell(
        counted.getKey(),
        strata.stream().mapToLong(Stratum::graded).sum(),
        Accuracy.hits(strata, alpha));
  }

  private static Optional<List<Boolean>> flags(
      GradedReply reply, Recovered recovered, List<GradedReplies> others) {
    List<Boolean> flags = new ArrayList<>(List.of(reply.verdict().violates()));
    for (GradedReplies other : others) {
      recovered.verdicts().stream()
          .filter(other::isOf)
          .map(VerdictRow::verdict)
          .filter(Verdict.Graded.class::isInstance)
          .map(verdict -> ((Verdict.Graded) verdict).violates())
          .findFirst()
          .ifPresent(flags::add);
    }
    return flags.size() == others.size() + 1 ? Optional.of(List.copyOf(flags)) : Optional.empty();
  }

  /** Who flags, in words: {@code a + b}, {@code only a}, {@code none of them}. */
  String words(List<Boolean> flags) {
    List<String> who =
        IntStream.range(0, flags.size()).filter(flags::get).mapToObj(categories::get).toList();
    return who.isEmpty()
        ? "none of them"
        : who.size() == 1 ? "only " + who.get(0) : String.join(" + ", who);
  }
}
