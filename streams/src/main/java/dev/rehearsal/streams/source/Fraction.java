package dev.rehearsal.streams.source;

/**
 * Which part of a stream's messages is taken, as of each message. Called by one thread at a time.
 */
@FunctionalInterface
public interface Fraction {
  /**
   * For the next message: the part of such messages that is taken, within (0, 1]. What it is does
   * not depend on that message.
   *
   * @param admission the number that it gets if it is taken, from 1
   */
  double at(long admission);
}
