package dev.rehearsal.streams.journal;

import dev.rehearsal.verdict.Verdict;

/**
 * A verdict on one reply in one category.
 *
 * @param admission number of the prefix
 * @param lane of the reply
 * @param sample of the reply, counted from 1
 * @param category its id in the plan
 * @param fingerprint of the grader: a changed rubric is a new grader
 * @param verdict what the grader said
 */
public record VerdictRow(
    long admission, String lane, int sample, String category, String fingerprint, Verdict verdict) {

  public VerdictRow {
    Keys.requireAdmission(admission);
    if (sample < 1) {
      throw new IllegalArgumentException("samples are counted from 1, was " + sample);
    }
  }

  /** A verdict on the first sample. */
  public VerdictRow(
      long admission, String lane, String category, String fingerprint, Verdict verdict) {
    this(admission, lane, 1, category, fingerprint, verdict);
  }
}
