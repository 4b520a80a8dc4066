package dev.rehearsal.actors.simulated;

import java.util.Locale;

/**
 * What can go wrong with an exchange. A fault of an attempt is gone when the request is made again;
 * a fault of a key stays, because it is what the provider thinks of the contents.
 */
public enum Fault {
  /** HTTP 429 that does not say when to come back. */
  RATE_LIMITED(false),
  /** HTTP 429 with {@code Retry-After}. */
  RATE_LIMITED_WITH_RETRY_AFTER(false),
  HTTP_500(false),
  HTTP_503(false),
  /** The body trickles in, byte by byte, for {@code drip-for}; then it is whole. */
  SLOW_DRIP(false),
  /** The connection ends in the middle of the body. */
  CUT_CONNECTION(false),
  /** The body has the length that its header says, and ends in the middle of its JSON. */
  TRUNCATED_JSON(false),
  /** A reply without choices. */
  NO_CHOICE(false),
  /** HTTP 200 with a page of HTML. */
  WRONG_CONTENT_TYPE(false),
  /** A whole reply that finishes with {@code content_filter}: an answer, graded as any other. */
  CONTENT_FILTER(true),
  /** HTTP 400 because of the content: no attempt will get a reply. */
  CONTENT_BLOCKED(true);

  private final boolean ofKey;

  Fault(boolean ofKey) {
    this.ofKey = ofKey;
  }

  /** True when every attempt with the key meets it. */
  public boolean ofKey() {
    return ofKey;
  }

  /** As a plan and the call log write it: {@code rate-limited}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
