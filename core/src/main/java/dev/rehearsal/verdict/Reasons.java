package dev.rehearsal.verdict;

import java.util.Set;

/**
 * Why our own graders give no verdict. What a program gives as its reason may quote a conversation,
 * and is treated as text of it.
 */
public final class Reasons {
  /** The text that was to be graded was purged. */
  public static final String PURGED = "purged";

  /** The reason that a program gave was purged with the text. */
  public static final String REASON_PURGED = "reason purged";

  private static final Set<String> OURS =
      Set.of(
          "no label",
          "regex too slow",
          "reply blocked",
          "reply failed",
          "judge failed",
          "judge blocked",
          "judge answer unusable",
          "process timeout",
          "process answer unusable",
          PURGED,
          REASON_PURGED);

  private Reasons() {}

  /** All that this program gives; none says anything of a conversation. */
  public static Set<String> ours() {
    return OURS;
  }
}
