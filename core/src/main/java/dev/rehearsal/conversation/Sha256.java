package dev.rehearsal.conversation;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** SHA-256 without the search through the JDK's providers, which takes longer than a short text. */
public final class Sha256 {
  private static final MessageDigest EMPTY = create();

  private Sha256() {}

  /** A digest of nothing yet, for one thread. */
  public static MessageDigest begin() {
    try {
      return (MessageDigest) EMPTY.clone();
    } catch (CloneNotSupportedException e) {
      return create();
    }
  }

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
