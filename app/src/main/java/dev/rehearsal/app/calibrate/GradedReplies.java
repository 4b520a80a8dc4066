package dev.rehearsal.app.calibrate;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.report.StoredRun;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.VerdictRow;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The replies of one lane that a run counts and its grader decided in one category.
 *
 * @param path of the run
 * @param fingerprint of the grader whose verdicts count: the last that the run had
 */
record GradedReplies(Path path, StoredRun run, String lane, String category, String fingerprint) {

  /** One reply with its verdict; {@code prefix} names it in label files. */
  record GradedReply(String prefix, Verdict.Graded verdict) {}

  /**
   * Finds the lane and the category.
   *
   * @param asked who names them: an option, or file and line
   * @throws RehearsalException when the run does not have them
   */
  static GradedReplies of(Path path, String lane, String category, String asked) {
    StoredRun run = StoredRun.read(path);
    if (run.byUser()) {
      throw RehearsalException.badUsage(
          path
              + ": it counts users, and replies of one user are not independent of each other;"
              + " calibrate a run with sample.unit = conversation");
    }
    if (run.stratified()) {
      throw RehearsalException.badUsage(
          path
              + ": its strata were drawn more or less densely, and labels drawn from it would not"
              + " be of the log's replies; calibrate a run without sample.strata");
    }
    try (JournalReader reader = JournalReader.open(RunFolder.open(path))) {
      if (!reader.lanes().contains(lane)) {
        throw RehearsalException.badUsage(
            "%s: the run %s has no replies in the lane %s; its lanes are %s"
                .formatted(asked, path, lane, String.join(", ", reader.lanes())));
      }
      List<String> fingerprints = reader.graders().getOrDefault(category, List.of());
      if (fingerprints.isEmpty()) {
        throw RehearsalException.badUsage(
            "%s: the run %s has no verdicts in the category %s; its categories are %s"
                .formatted(asked, path, category, String.join(", ", reader.graders().keySet())));
      }
      return new GradedReplies(
          path, run, lane, category, fingerprints.get(fingerprints.size() - 1));
    }
  }

  /**
   * Whether the flags had no part in where counting ended: the log has no more, and no look decided
   * the category before.
   */
  boolean fixedEnd() {
    return run.status() == RunStatus.EXHAUSTED && run.counted(category) == run.watermark();
  }

  /** Whether it is a verdict of this lane, category and grader on the first sample. */
  boolean isOf(VerdictRow row) {
    return row.sample() == 1
        && row.lane().equals(lane)
        && row.category().equals(category)
        && row.fingerprint().equals(fingerprint);
  }

  /** Every graded reply in order of admission. */
  void each(Consumer<GradedReply> consumer) {
    eachRecovered((reply, unused) -> consumer.accept(reply));
  }

  /** The same with everything journalled on it, text included. */
  void eachRecovered(BiConsumer<GradedReply, Recovered> consumer) {
    try (JournalReader reader = JournalReader.open(RunFolder.open(path))) {
      Iterator<Recovered> admissions = reader.admissions(1);
      long counted = run.counted(category);
      for (long number = 1; number <= counted && admissions.hasNext(); number++) {
        Recovered admission = admissions.next();
        for (VerdictRow row : admission.verdicts()) {
          if (isOf(row) && row.verdict() instanceof Verdict.Graded graded) {
            consumer.accept(new GradedReply(admission.admission().prefixId(), graded), admission);
          }
        }
      }
    }
  }
}
