package dev.rehearsal.streams.journal;

/** Where a run stands. */
public enum RunStatus {
  /** At work, or killed before it could say otherwise. */
  RUNNING,
  /** Every category is decided. */
  DECIDED,
  /** The source has no more. */
  EXHAUSTED,
  /** The next call could have exceeded the budget. */
  BUDGET,
  /** The time was up. */
  DEADLINE,
  /** Stopped by its user. */
  INTERRUPTED,
  /** The tool could not do its work. */
  FAILED
}
