package dev.rehearsal.streams.group;

import dev.rehearsal.standing.RunCounts;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What this process has counted and the totals' topic does not have yet. A partition's share is
 * what the topic has, and what this process counted between the topic's offset and its own: so it
 * does not matter who counted what lies before, and nothing is added twice. Thread-safe.
 */
final class OwnCounts {
  /** Epochs that wait for their prefixes to be counted; of more, the oldest are not told. */
  private static final int MOST_CUTS = 1_000;

  /** Most prefixes come to one of a few counts, each of which is kept once. */
  private static final int MOST_KINDS = 10_000;

  private final Map<Long, Place> places = new HashMap<>();
  private final Map<String, TreeMap<Long, RunCounts>> counted = new HashMap<>();
  private final Map<RunCounts, RunCounts> kinds = new HashMap<>();
  private final Deque<Cut> cuts = new ArrayDeque<>();
  private long watermark;

  private record Place(String partition, long offset) {}

  /**
   * The end of an epoch.
   *
   * @param given prefixes were admitted by then
   * @param next offset of each partition that was read
   */
  private record Cut(long epoch, long given, Map<String, Long> next) {}

  /** A prefix was admitted that the topic may not have. */
  synchronized void admitted(long number, String partition, long offset) {
    places.put(number, new Place(partition, offset));
  }

  /** The prefixes up to this one are counted; called in order of admission. */
  synchronized void counted(long number, RunCounts counts) {
    watermark = number;
    Place place = places.remove(number);
    if (place != null) {
      if (kinds.size() >= MOST_KINDS) {
        kinds.clear();
      }
      RunCounts kind = kinds.computeIfAbsent(counts, c -> c);
      counted.computeIfAbsent(place.partition(), p -> new TreeMap<>()).put(place.offset(), kind);
    }
  }

  /** An epoch has ended: what is admitted from now on belongs to a later one. */
  synchronized void epochEnded(long epoch, long given, Map<String, Long> next) {
    cuts.add(new Cut(epoch, given, Map.copyOf(next)));
    if (cuts.size() > MOST_CUTS) {
      cuts.remove();
    }
  }

  /**
   * The shares that can be told now.
   *
   * @param held partitions that are read by this process
   */
  synchronized List<Share> due(Ledger ledger, String member, Set<String> held) {
    List<Share> due = new ArrayList<>();
    counted.forEach((name, counts) -> counts.headMap(ledger.latest(name).next()).clear());
    while (!cuts.isEmpty() && cuts.peek().given() <= watermark) {
      Cut cut = cuts.remove();
      for (Map.Entry<String, Long> each : cut.next().entrySet()) {
        Share latest = ledger.latest(each.getKey());
        if (held.contains(each.getKey())
            && latest.claim().member().equals(member)
            && cut.epoch() > latest.epoch()) {
          due.add(share(latest, cut.epoch(), Math.max(latest.next(), each.getValue())));
        }
      }
    }
    return due;
  }

  private Share share(Share latest, long epoch, long next) {
    RunCounts counts = latest.counts();
    TreeMap<Long, RunCounts> own = counted.getOrDefault(latest.partition(), new TreeMap<>());
    for (RunCounts more : own.subMap(Math.min(latest.next(), next), next).values()) {
      counts = counts.plus(more);
    }
    return new Share(latest.partition(), latest.claim(), epoch, next, counts);
  }
}
