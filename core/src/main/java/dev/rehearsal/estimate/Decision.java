package dev.rehearsal.estimate;

/** On which side of a threshold a rate lies, as far as the data can tell. */
public enum Decision {
  /** The interval still holds the threshold. */
  UNDECIDED,
  /** Every rate at or above the threshold is excluded. */
  BELOW,
  /** Every rate at or below the threshold is excluded. */
  ABOVE
}
