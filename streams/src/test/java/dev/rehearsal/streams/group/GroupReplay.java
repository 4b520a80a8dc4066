package dev.rehearsal.streams.group;

import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.standing.CategoryCounts;
import dev.rehearsal.standing.RunCounts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Three nodes and twelve partitions in one process and in simulated time: a hit takes eight times
 * as long to answer. One node dies, or sleeps and wakes up, and the others take over what it had.
 */
final class GroupReplay {
  static final int PARTITIONS = 12;
  static final double RATE = 0.1;
  private static final int NODES = 3;
  private static final int CALLS = 60;
  private static final int HIT_TAKES = 8;
  private static final int EPOCH = 10;
  private static final int SESSION = 25;
  private static final int END = 600;

  private final long seed;
  private final Random random;
  private final List<Share> log = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Ledger reader = new Ledger();
  private final List<GroupTotal> totals = new ArrayList<>();
  private final List<Counts> naive = new ArrayList<>();
  private final Map<String, Map<Long, Boolean>> answers = new HashMap<>();
  private final Map<String, Long> withoutAGap = new HashMap<>();
  private int heard;
  private int now;

  GroupReplay(long seed) {
    this.seed = seed;
    this.random = new Random(seed);
    reader.expect(names());
    for (int i = 0; i < NODES; i++) {
      nodes.add(new Node("n" + i));
    }
  }

  /** Runs it. */
  GroupReplay run() {
    boolean dies = random.nextBoolean();
    int falls = 50 + random.nextInt(300);
    int wakes = dies ? END : falls + SESSION + 10 + random.nextInt(60);
    assign(nodes);
    for (now = 1; now <= END; now++) {
      if (now == falls + SESSION) {
        assign(nodes.subList(1, NODES));
      }
      if (now == wakes + 5) {
        assign(nodes);
      }
      for (Node node : nodes) {
        if (node != nodes.get(0) || now < falls || now >= wakes) {
          node.turn();
        }
      }
      hear();
    }
    return this;
  }

  /** Every total that was shown. */
  List<GroupTotal> totals() {
    return totals;
  }

  /** At every moment, if partitions were added up as far as each was answered without a gap. */
  List<Counts> naive() {
    return naive;
  }

  /** What the topic has. */
  List<Share> log() {
    return log;
  }

  /** What really came of everything that a total says it has. */
  RunCounts truth(GroupTotal total) {
    RunCounts sum = RunCounts.NONE;
    for (Map.Entry<String, Long> each : total.next().entrySet()) {
      for (long offset = 0; offset < each.getValue(); offset++) {
        sum = sum.plus(counts(isHit(each.getKey(), offset)));
      }
    }
    return sum;
  }

  static Counts rate(RunCounts counts) {
    return counts
        .categories()
        .getOrDefault("c", CategoryCounts.NONE)
        .lanes()
        .getOrDefault("production", Counts.NONE);
  }

  static List<String> names() {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < PARTITIONS; i++) {
      names.add("t-" + i);
    }
    return names;
  }

  private static RunCounts counts(boolean hit) {
    return new RunCounts(
        1,
        Map.of("c", new CategoryCounts(Map.of("production", Counts.of(hit ? 1 : 0, 1)), Map.of())));
  }

  private boolean isHit(String partition, long offset) {
    String hash = Canonical.sha256(Long.toString(seed), partition, Long.toString(offset));
    return Integer.parseInt(hash.substring(0, 6), 16) < RATE * (1 << 24);
  }

  /** The group gives the partitions to these; who sleeps does not hear of it. */
  private void assign(List<Node> members) {
    members.forEach(node -> node.held.clear());
    List<String> names = names();
    for (int i = 0; i < names.size(); i++) {
      members.get(i % members.size()).claim(names.get(i));
    }
  }

  private void hear() {
    while (heard < log.size()) {
      reader.read(log.get(heard++));
    }
    reader
        .total()
        .filter(total -> totals.isEmpty() || total.epoch() > last().epoch())
        .ifPresent(totals::add);
    naive.add(answeredWithoutAGap(naive.isEmpty() ? Counts.NONE : naive.get(naive.size() - 1)));
  }

  private GroupTotal last() {
    return totals.get(totals.size() - 1);
  }

  private Counts answeredWithoutAGap(Counts before) {
    Counts sum = before;
    for (String name : names()) {
      Map<Long, Boolean> ready = answers.computeIfAbsent(name, p -> new HashMap<>());
      long offset = withoutAGap.getOrDefault(name, 0L);
      for (Boolean hit = ready.remove(offset); hit != null; hit = ready.remove(offset)) {
        sum = sum.plus(Counts.of(hit ? 1 : 0, 1));
        offset++;
      }
      withoutAGap.put(name, offset);
    }
    return sum;
  }

  /** What is under way. */
  private record Asked(long number, String partition, long offset, int answeredAt) {}

  private final class Node {
    private final String name;
    private final Ledger ledger = new Ledger();
    private final OwnCounts own = new OwnCounts();
    private final TreeSet<String> held = new TreeSet<>();
    private final Map<String, Long> next = new HashMap<>();
    private final List<Asked> underWay = new ArrayList<>();
    private final TreeMap<Long, Asked> answered = new TreeMap<>();
    private int read;
    private long given;
    private long watermark;
    private int turns;

    Node(String name) {
      this.name = name;
    }

    void claim(String partition) {
      readLog();
      Share latest = ledger.latest(partition);
      log.add(latest.by(latest.claim().next(name)));
      readLog();
      held.add(partition);
      next.merge(partition, Math.max(0, ledger.latest(partition).next()), Math::max);
    }

    void turn() {
      readLog();
      answer();
      if (now % EPOCH == 0) {
        Map<String, Long> positions = new HashMap<>(next);
        positions.keySet().retainAll(held);
        own.epochEnded(now / EPOCH, given, positions);
      }
      log.addAll(own.due(ledger, name, held));
      while (!held.isEmpty() && underWay.size() < CALLS) {
        admit();
      }
    }

    private void readLog() {
      while (read < log.size()) {
        ledger.read(log.get(read++));
      }
    }

    private void answer() {
      for (Iterator<Asked> calls = underWay.iterator(); calls.hasNext(); ) {
        Asked call = calls.next();
        if (call.answeredAt() <= now) {
          calls.remove();
          answered.put(call.number(), call);
          if (call.offset() >= withoutAGap.getOrDefault(call.partition(), 0L)) {
            answers
                .computeIfAbsent(call.partition(), p -> new HashMap<>())
                .put(call.offset(), isHit(call.partition(), call.offset()));
          }
        }
      }
      for (Asked call = answered.remove(watermark + 1);
          call != null;
          call = answered.remove(watermark + 1)) {
        watermark++;
        own.counted(watermark, counts(isHit(call.partition(), call.offset())));
      }
    }

    private void admit() {
      String partition = held.stream().skip(turns++ % held.size()).findFirst().orElseThrow();
      long offset = next.merge(partition, 1L, Long::sum) - 1;
      given++;
      own.admitted(given, partition, offset);
      int takes = 5 + random.nextInt(10);
      underWay.add(
          new Asked(
              given,
              partition,
              offset,
              now + (isHit(partition, offset) ? HIT_TAKES * takes : takes)));
    }
  }
}
