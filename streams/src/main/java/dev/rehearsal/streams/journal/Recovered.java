package dev.rehearsal.streams.journal;

import java.util.List;

/**
 * All that the journal has on one admission.
 *
 * @param admission the prefix, its text still on disk
 * @param replies in order of lane and sample, their text still on disk
 * @param verdicts of all replies
 */
public record Recovered(
    StoredAdmission admission, List<StoredReply> replies, List<VerdictRow> verdicts) {
  public Recovered {
    replies = List.copyOf(replies);
    verdicts = List.copyOf(verdicts);
  }
}
