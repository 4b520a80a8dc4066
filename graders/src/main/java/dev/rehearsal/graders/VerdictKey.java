package dev.rehearsal.graders;

import dev.rehearsal.conversation.Canonical;

/** Names a verdict before it is paid for. */
public final class VerdictKey {
  private VerdictKey() {}

  /**
   * The key of one verdict: of a reply, in a category, by exactly this grader.
   *
   * @param fingerprint see {@link Grader#fingerprint}
   */
  public static String of(String replyKey, String category, String fingerprint) {
    return Canonical.sha256("verdict", replyKey, category, fingerprint);
  }
}
