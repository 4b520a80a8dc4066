package dev.rehearsal.streams.source;

/** A record as it stands in a log: one line of JSON. */
public interface Line {

  /** The first {@link #length} of these are the line's bytes; overwritten by the next line. */
  byte[] bytes();

  int length();

  /** True when the line has more than the allowed bytes: it has none to read then. */
  boolean tooLong();

  /** Counted from 1 in its part of the log. */
  long number();
}
