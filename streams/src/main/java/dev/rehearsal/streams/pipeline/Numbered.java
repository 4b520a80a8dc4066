package dev.rehearsal.streams.pipeline;

/** Something that has an admission number. */
interface Numbered {
  /** Counted from 1, without gaps. */
  long number();
}
