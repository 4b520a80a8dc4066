package dev.rehearsal.streams.journal;

/**
 * Sequential integer keys: rows of neighbouring admissions stand on neighbouring pages, and an
 * admission's replies and verdicts are one key range. Part of the journal's format.
 */
final class Keys {
  /** A slot is a (lane, sample) pair: at most 1,024 in a run. */
  static final int SLOT_BITS = 10;

  /** A criterion is a (category, grader fingerprint) pair: at most 4,096 in a run. */
  static final int CRITERION_BITS = 12;

  private static final int VERDICT_BITS = SLOT_BITS + CRITERION_BITS;
  private static final long MOST_ADMISSIONS = Long.MAX_VALUE >> VERDICT_BITS;

  private Keys() {}

  static void requireAdmission(long number) {
    if (number < 1 || number > MOST_ADMISSIONS) {
      throw new IllegalArgumentException(
          "an admission number must be within [1, " + MOST_ADMISSIONS + "], was " + number);
    }
  }

  static long reply(long admission, int slot) {
    return admission << SLOT_BITS | slot;
  }

  static long verdict(long admission, int slot, int criterion) {
    return reply(admission, slot) << CRITERION_BITS | criterion;
  }

  /** The smallest reply key that {@code admission} can have. */
  static long firstReply(long admission) {
    return admission << SLOT_BITS;
  }

  /** The smallest verdict key that {@code admission} can have. */
  static long firstVerdict(long admission) {
    return admission << VERDICT_BITS;
  }

  static long admissionOfReply(long key) {
    return key >> SLOT_BITS;
  }

  static int slotOfReply(long key) {
    return (int) (key & (1 << SLOT_BITS) - 1);
  }

  static long replyOfVerdict(long key) {
    return key >> CRITERION_BITS;
  }

  static int criterionOfVerdict(long key) {
    return (int) (key & (1 << CRITERION_BITS) - 1);
  }
}
