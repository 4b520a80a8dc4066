package dev.rehearsal.actors.simulated;

/** What decides which categories a reply hits. */
public enum HitsBy {
  /** The reply key: every reply is a fresh draw, also for the same prefix in another lane. */
  KEY,
  /**
   * The messages: two models with the same seed hit the same prefixes, the one with the higher rate
   * some more, so that lanes are paired as real models' lanes are.
   */
  MESSAGES
}
