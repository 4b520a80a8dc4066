package dev.rehearsal.app.compare;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.report.StoredRun;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.ReplyState;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunStatus;
import dev.rehearsal.streams.journal.VerdictRow;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One lane of one run: its first reply to each prefix, where it has several, since those are not
 * independent of each other.
 *
 * @param path of the run
 * @param graders fingerprints by category
 */
record Side(Path path, StoredRun run, String lane, Map<String, List<String>> graders) {
  /** Two bits a category in a long. */
  static final int MOST_CATEGORIES = 32;

  /** No verdict. */
  static final long NONE = 0;

  static final long CLEAN = 1;
  static final long HIT = 2;

  /** The category does not speak of the prefix, or was decided before it. */
  static final long OUTSIDE = 3;

  /** Is told of each prefix that the run counts and the lane has a reply to. */
  interface Visitor {
    void visit(long prefix, long verdicts);
  }

  /**
   * Finds the lane.
   *
   * @param wanted a lane's name; else the first of {@code usual} that the run has
   */
  static Side of(Path path, Optional<String> wanted, List<String> usual, String option) {
    StoredRun run = StoredRun.read(path);
    if (run.row().status() == RunStatus.FAILED) {
      throw RehearsalException.badUsage(
          path
              + ": the run FAILED, so its counts stand for nothing; resume it, or compare another");
    }
    if (run.byUser()) {
      throw RehearsalException.badUsage(
          path
              + ": it counts users, and prefixes of one user are no independent pairs; compare runs"
              + " with sample.unit = conversation");
    }
    if (run.stratified()) {
      throw RehearsalException.badUsage(
          path
              + ": its strata were drawn more or less densely, and pairs of its prefixes are not"
              + " those of the log; the run itself compares its lanes, stratum by stratum: put both"
              + " models into one plan, or compare runs without sample.strata");
    }
    try (JournalReader reader = JournalReader.open(RunFolder.open(path))) {
      Set<String> lanes = reader.lanes();
      String lane =
          wanted
              .or(() -> usual.stream().filter(lanes::contains).findFirst())
              .filter(lanes::contains)
              .orElseThrow(
                  () ->
                      RehearsalException.badUsage(
                          "%s has no replies in the lane %s; its lanes are %s (see %s)"
                              .formatted(
                                  path,
                                  wanted.orElseGet(() -> String.join(" or ", usual)),
                                  String.join(", ", lanes),
                                  option)));
      return new Side(path, run, lane, reader.graders());
    }
  }

  /**
   * Walks the run in order of admission; only what its own result counts.
   *
   * @param fingerprints by category, at most {@link #MOST_CATEGORIES}
   */
  void each(List<Map.Entry<String, String>> fingerprints, Visitor visitor) {
    try (JournalReader reader = JournalReader.open(RunFolder.open(path))) {
      Iterator<Recovered> admissions = reader.admissions(1);
      for (long number = 1; number <= run.watermark() && admissions.hasNext(); number++) {
        Recovered admission = admissions.next();
        if (admission.replies().stream().anyMatch(reply -> reply.lane().equals(lane))) {
          visitor.visit(hash(admission.admission().prefixId()), bits(admission, fingerprints));
        }
      }
    }
  }

  static long verdict(long bits, int category) {
    return bits >>> 2 * category & 3;
  }

  private long bits(Recovered admission, List<Map.Entry<String, String>> fingerprints) {
    long bits = 0;
    for (int i = 0; i < fingerprints.size(); i++) {
      boolean counted = admission.admission().number() <= run.counted(fingerprints.get(i).getKey());
      bits |= (counted && !answered(admission) ? NONE : OUTSIDE) << 2 * i;
    }
    for (VerdictRow row : admission.verdicts()) {
      int category = fingerprints.indexOf(Map.entry(row.category(), row.fingerprint()));
      if (category >= 0
          && row.sample() == 1
          && row.lane().equals(lane)
          && row.admission() <= run.counted(row.category())) {
        long verdict =
            row.verdict()
                .fold(g -> g.violates() ? HIT : CLEAN, ungraded -> NONE, outside -> OUTSIDE);
        bits = bits & ~(OUTSIDE << 2 * category) | verdict << 2 * category;
      }
    }
    return bits;
  }

  /**
   * Whether the lane has its reply. Only then can a verdict be known not to be needed: what a
   * category does not speak of is not journalled.
   */
  private boolean answered(Recovered admission) {
    return admission.replies().stream()
        .anyMatch(
            reply ->
                reply.lane().equals(lane)
                    && reply.sample() == 1
                    && reply.state() == ReplyState.ANSWERED);
  }

  private static long hash(String prefixId) {
    return Long.parseUnsignedLong(Canonical.sha256(prefixId).substring(0, 16), 16);
  }
}
