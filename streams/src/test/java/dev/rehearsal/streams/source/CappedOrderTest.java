package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import akka.actor.ActorSystem;
import akka.testkit.javadsl.TestKit;
import dev.rehearsal.config.Sample;
import dev.rehearsal.estimate.BetaMixture;
import dev.rehearsal.estimate.Interval;
import dev.rehearsal.estimate.WithoutReplacement;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log of 300 users with one conversation each and of 100 busy ones with eight, of rate 0.2. */
class CappedOrderTest {
  private static final ActorSystem SYSTEM = ActorSystem.create("capped");
  private static final int QUIET = 300;
  private static final int BUSY = 100;
  private static final int EACH = 8;
  private static final int SEEDS = 60;

  @TempDir Path folder;

  @AfterAll
  static void stop() {
    TestKit.shutdownActorSystem(SYSTEM);
  }

  @BeforeEach
  void writeLog() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < QUIET; i++) {
      lines.add(Logs.record("q" + i + "-0", "quiet" + i));
    }
    for (int i = 0; i < BUSY * EACH; i++) {
      lines.add(Logs.record("b" + i % BUSY + "-" + i / BUSY, "busy" + i % BUSY));
    }
    Logs.write(folder, "log.jsonl", lines);
  }

  /** Four standard errors of a mean over {@link #SEEDS} draws of 40 of 400. */
  @Test
  void busyUsersComeNoEarlierThanOthers() {
    double share = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      share += share(admitted(sample(1, 0, 1, seed)).subList(0, 40)) / SEEDS;
    }

    assertThat(share).isCloseTo(0.25, within(0.034));
  }

  @Test
  void theSecondOfAUserComesNoLaterThanTheFirst() {
    double share = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      share += share(admitted(sample(2, 0, 1, seed)).subList(0, 50)) / SEEDS;
    }

    assertThat(share).isCloseTo(0.4, within(0.036));
  }

  @Test
  void theFractionTakesBusyUsersAsOftenAsOthers() {
    double busy = 0;
    double quiet = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<String> ids = admitted(sample(1, 0.5, 0.3, seed));
      busy += share(ids) * ids.size() / (SEEDS * BUSY);
      quiet += (1 - share(ids)) * ids.size() / (SEEDS * QUIET);
    }

    assertThat(busy).isCloseTo(0.3, within(0.024));
    assertThat(quiet).isCloseTo(0.3, within(0.014));
  }

  /** The rate of the capped log is 0.05, all of it among busy users. */
  @Test
  void anIntervalAtAnEarlyStopMissesNoMoreOftenThanPromised() {
    WithoutReplacement sequence = WithoutReplacement.of(BetaMixture.logUniform(), QUIET + BUSY);
    Set<String> hits = new HashSet<>();
    for (int i = 0; i < BUSY / 5; i++) {
      hits.add("busy" + i);
    }
    int missed = 0;
    for (int seed = 0; seed < SEEDS; seed++) {
      List<String> early = admitted(sample(1, 0, 1, seed)).subList(0, 120);
      long found = early.stream().filter(id -> hits.contains(user(id))).count();
      Interval interval = sequence.interval(found, early.size(), 0.1);
      missed += interval.low() <= 0.05 && 0.05 <= interval.high() ? 0 : 1;
    }

    assertThat(missed).isLessThanOrEqualTo(SEEDS / 10);
  }

  @Test
  void partsOfOneCapShareNoConversationAndWithOneEachNoUser() {
    List<String> whole = admitted(sample(3, 0, 1, 7));
    List<String> first = admitted(sample(3, 0, 0.4, 7));
    List<String> second = admitted(sample(3, 0.4, 0.6, 7));

    assertThat(first).isEqualTo(whole.subList(0, first.size()));
    assertThat(second).isEqualTo(whole.subList(first.size(), whole.size()));
    assertThat(users(admitted(sample(1, 0, 0.4, 7))))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(users(admitted(sample(1, 0.4, 0.6, 7))));
  }

  @Test
  void aLimitTakesTheFirstOfTheOrderAndLeavesTheRest() {
    List<String> whole = admitted(sample(2, 0, 1, 7));

    assertThat(admitted(sample(2, 0, 1, 7), OptionalLong.of(30))).isEqualTo(whole.subList(0, 30));
  }

  @Test
  void aCapBeyondEveryUserKeepsAllWhateverTheFraction() {
    assertThat(admitted(sample(1_000, 0, 1, 7))).hasSize(QUIET + BUSY * EACH);
    assertThat(admitted(sample(1_000, 0, 0.01, 7)).size()).isBetween(1, 30);
  }

  private List<String> admitted(Sample sample) {
    return admitted(sample, OptionalLong.empty());
  }

  private List<String> admitted(Sample sample, OptionalLong limit) {
    Preparation preparation = Logs.with(Logs.preparation(folder), sample);
    try (PreparedSource source =
        Logs.spec(folder, "type = jsonl, paths = [log.jsonl]")
            .open(limit.isPresent() ? Logs.atMost(preparation, limit.getAsLong()) : preparation)) {
      return Logs.ids(source, SYSTEM);
    }
  }

  private static Sample sample(int perUser, double skip, double fraction, long seed) {
    return Logs.capped(OptionalInt.of(perUser), skip, fraction, seed);
  }

  /** The busy users' part of these. */
  private static double share(List<String> ids) {
    return (double) ids.stream().filter(id -> id.startsWith("b")).count() / ids.size();
  }

  private static Set<String> users(List<String> ids) {
    Set<String> users = new HashSet<>();
    ids.forEach(id -> users.add(user(id)));
    return users;
  }

  private static String user(String id) {
    return (id.startsWith("b") ? "busy" : "quiet") + id.substring(1, id.indexOf('-'));
  }
}
