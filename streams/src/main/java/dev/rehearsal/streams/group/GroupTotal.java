package dev.rehearsal.streams.group;

import dev.rehearsal.standing.RunCounts;
import java.util.Map;

/**
 * What all members have counted up to the end of an epoch.
 *
 * @param epoch number since 1970; every partition is complete up to its end
 * @param members that count a partition now
 * @param next offset by partition: everything before it is in the counts, and nothing after
 */
public record GroupTotal(long epoch, int members, RunCounts counts, Map<String, Long> next) {
  public GroupTotal {
    next = Map.copyOf(next);
  }
}
