package dev.rehearsal.streams.journal;

/** How asking for a reply ended; each is final and never asked again in this run. */
public enum ReplyState {
  /** There is a reply. */
  ANSWERED,
  /** The provider would not take the request because of its content. */
  BLOCKED,
  /** No reply after every attempt that was worth making. */
  FAILED
}
