package dev.rehearsal.streams.group;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.ConfidenceSequence;
import dev.rehearsal.estimate.Counts;
import dev.rehearsal.estimate.Interval;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class GroupReplayTest {
  private static final ConfidenceSequence LU7 = ConfidenceSequence.of(BetaMixture.logUniform());
  private static final double ALPHA = 0.05;

  @Test
  void theTotalIsWhatWasCountedWhoeverDiesOrSleeps() {
    for (long seed = 1; seed <= 5; seed++) {
      assertExact(new GroupReplay(seed).run());
    }
  }

  @Test
  void whatCompactionLeavesSaysTheSame() {
    for (long seed = 1; seed <= 5; seed++) {
      List<Share> log = new GroupReplay(seed).run().log();
      Map<String, Share> kept = new LinkedHashMap<>();
      for (Share share : log) {
        String key = share.partition() + " " + share.claim();
        kept.remove(key);
        kept.put(key, share);
      }

      Ledger whole = new Ledger();
      log.forEach(whole::read);
      Ledger compacted = new Ledger();
      kept.values().forEach(compacted::read);

      for (String partition : GroupReplay.names()) {
        assertThat(compacted.latest(partition)).isEqualTo(whole.latest(partition));
      }
    }
  }

  @Test
  @Tag("slow")
  void theRunningIntervalKeepsItsLevelWhereAddingUpWatermarksDoesNot() {
    int replays = 200;
    int misses = 0;
    int naive = 0;
    for (long seed = 1; seed <= replays; seed++) {
      GroupReplay replay = new GroupReplay(seed).run();
      assertExact(replay);
      misses +=
          missed(replay.totals().stream().map(t -> GroupReplay.rate(t.counts())).toList()) ? 1 : 0;
      naive += missed(replay.naive()) ? 1 : 0;
    }
    System.out.printf(
        "group: of %d replays the interval of the total missed in %d, of added watermarks in %d%n",
        replays, misses, naive);
    assertThat(misses).isLessThanOrEqualTo((int) (ALPHA * replays));
    assertThat(naive).isGreaterThan((int) (2 * ALPHA * replays));
  }

  private static void assertExact(GroupReplay replay) {
    assertThat(replay.totals().size()).isGreaterThan(10);
    long before = 0;
    for (GroupTotal total : replay.totals()) {
      assertThat(total.counts().prefixes()).isGreaterThanOrEqualTo(before);
      before = total.counts().prefixes();
    }
    for (GroupTotal total :
        List.of(replay.totals().get(5), replay.totals().get(replay.totals().size() - 1))) {
      assertThat(total.counts()).isEqualTo(replay.truth(total));
    }
    assertThat(before).isGreaterThan(1_000);
  }

  private static boolean missed(List<Counts> running) {
    return running.stream()
        .filter(counts -> counts.trials() > 0)
        .map(counts -> LU7.interval(counts, ALPHA))
        .anyMatch(GroupReplayTest::misses);
  }

  private static boolean misses(Interval interval) {
    return GroupReplay.RATE < interval.low() || interval.high() < GroupReplay.RATE;
  }
}
