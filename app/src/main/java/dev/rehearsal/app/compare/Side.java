package dev.rehearsal.app.compare;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.app.report.StoredRun;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.RunFolder;
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

  static final long CLEAN = 1;
  static final long HIT = 2;

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
    if (run.byUser()) {
      throw RehearsalException.badUsage(
          path
              + ": it counts users, and prefixes of one user are no independent pairs; compare runs"
              + " with sample.unit = conversation");
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
    for (VerdictRow row : admission.verdicts()) {
      int category = fingerprints.indexOf(Map.entry(row.category(), row.fingerprint()));
      if (category >= 0
          && row.sample() == 1
          && row.lane().equals(lane)
          && row.admission() <= run.counted(row.category())) {
        long verdict =
            row.verdict().fold(g -> g.violates() ? HIT : CLEAN, ungraded -> 0L, outside -> 0L);
        bits |= verdict << 2 * category;
      }
    }
    return bits;
  }

  private static long hash(String prefixId) {
    return Long.parseUnsignedLong(Canonical.sha256(prefixId).substring(0, 16), 16);
  }
}
