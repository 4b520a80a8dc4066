package dev.rehearsal.verdict;

import java.util.Set;

/**
 * Why our own graders give no verdict. What a program gives as its reason may quote a conversation,
 * and is treated as text of it.
 */
public final class Reasons {
  /** A label file has nothing on the reply. */
  public static final String NO_LABEL = "no label";

  /** A rule's pattern took more steps than it may. */
  public static final String REGEX_TOO_SLOW = "regex too slow";

  /** There is no reply: the provider refused to give it. */
  public static final String REPLY_BLOCKED = "reply blocked";

  /** There is no reply: the call came to nothing. */
  public static final String REPLY_FAILED = "reply failed";

  /** The call of the judge came to nothing. */
  public static final String JUDGE_FAILED = "judge failed";

  /** The judge's provider refused to answer. */
  public static final String JUDGE_BLOCKED = "judge blocked";

  /** What the judge said is no verdict. */
  public static final String JUDGE_UNUSABLE = "judge answer unusable";

  /** A program was not done in time. */
  public static final String PROCESS_TIMEOUT = "process timeout";

  /** What a program said is no verdict. */
  public static final String PROCESS_UNUSABLE = "process answer unusable";

  /** A program died of the reply, twice. */
  public static final String PROCESS_DIED = "process died";

  /** The run ended before a program answered. */
  public static final String GRADER_CLOSED = "grader closed";

  /** The text that was to be graded was purged. */
  public static final String PURGED = "purged";

  /** The reason that a program gave was purged with the text. */
  public static final String REASON_PURGED = "reason purged";

  private static final String OTHER = "other";

  private static final Set<String> OURS =
      Set.of(
          NO_LABEL,
          REGEX_TOO_SLOW,
          REPLY_BLOCKED,
          REPLY_FAILED,
          JUDGE_FAILED,
          JUDGE_BLOCKED,
          JUDGE_UNUSABLE,
          PROCESS_TIMEOUT,
          PROCESS_UNUSABLE,
          PROCESS_DIED,
          GRADER_CLOSED,
          PURGED,
          REASON_PURGED);

  private Reasons() {}

  /** All that this program gives; none says anything of a conversation. */
  public static Set<String> ours() {
    return OURS;
  }

  /** What may be told where no text of a conversation goes: a reason of ours, or {@code other}. */
  public static String told(String reason) {
    return OURS.contains(reason) ? reason : OTHER;
  }
}
