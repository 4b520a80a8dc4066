package dev.rehearsal.streams.group;

import dev.rehearsal.standing.RunCounts;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the totals' topic says, read in its order. A share by an older claim than the partition has
 * is nobody's: its owner was taken over and does not know. The total is of the latest epoch that is
 * complete in every partition, so it depends on no node's speed: adding up the partitions as far as
 * each has come would favour what is quick to answer. It says the same wherever it is kept, since
 * it depends on the topic alone. Thread-safe.
 */
final class Ledger {
  /** Epochs that one partition may be ahead of the slowest. */
  private static final int MOST_AHEAD = 1_000;

  private final Map<String, Partition> partitions = new TreeMap<>();
  private Optional<GroupTotal> total = Optional.empty();

  private static final class Partition {
    private Share latest;
    private final TreeMap<Long, Share> ahead = new TreeMap<>();
    private final Set<Claim> claims = new TreeSet<>();

    Partition(String name) {
      latest = Share.none(name);
    }
  }

  /** Partitions that the total waits for, beside those that it has heard of. */
  synchronized void expect(Collection<String> names) {
    names.forEach(this::partition);
  }

  /** The next one of the topic. */
  synchronized void read(Share share) {
    Partition partition = partition(share.partition());
    partition.claims.add(share.claim());
    Share before = partition.latest;
    if (share.claim().compareTo(before.claim()) < 0) {
      return;
    }
    // Who claims says what it knew when it did, and the one before may have said more since.
    partition.latest = share.next() < before.next() ? before.by(share.claim()) : share;
    if (partition.latest.epoch() > before.epoch()) {
      partition.ahead.put(partition.latest.epoch(), partition.latest);
      if (partition.ahead.size() > MOST_AHEAD) {
        partition.ahead.pollFirstEntry();
      }
      addUp(partition);
    }
  }

  /** What is known of a partition. */
  synchronized Share latest(String partition) {
    return partition(partition).latest;
  }

  /** Every claim but the one that holds: what they said may be forgotten. */
  synchronized List<Claim> olderClaims(String name) {
    Partition partition = partition(name);
    return partition.claims.stream().filter(c -> !c.equals(partition.latest.claim())).toList();
  }

  /** They are forgotten. */
  synchronized void forget(String name, Collection<Claim> claims) {
    partition(name).claims.removeAll(claims);
  }

  /** The partitions of which no epoch after the total's is complete. */
  synchronized List<String> behind() {
    return partitions.entrySet().stream()
        .filter(each -> each.getValue().ahead.isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Empty before an epoch is complete everywhere. It never goes back. */
  synchronized Optional<GroupTotal> total() {
    return total;
  }

  private void addUp(Partition changed) {
    for (long epoch : changed.ahead.descendingKeySet()) {
      if (partitions.values().stream().allMatch(p -> p.ahead.containsKey(epoch))) {
        total = Optional.of(sum(epoch));
        partitions.values().forEach(p -> p.ahead.headMap(epoch, true).clear());
        return;
      }
    }
  }

  private GroupTotal sum(long epoch) {
    RunCounts counts = RunCounts.NONE;
    Map<String, Long> next = new HashMap<>();
    Set<String> members = new TreeSet<>();
    for (Map.Entry<String, Partition> each : partitions.entrySet()) {
      Share share = each.getValue().ahead.get(epoch);
      if (share != null) {
        counts = counts.plus(share.counts());
        next.put(each.getKey(), share.next());
      }
      members.add(each.getValue().latest.claim().member());
    }
    return new GroupTotal(epoch, members.size(), counts, next);
  }

  private Partition partition(String name) {
    return partitions.computeIfAbsent(name, Partition::new);
  }
}
