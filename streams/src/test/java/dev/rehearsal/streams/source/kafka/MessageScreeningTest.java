package dev.rehearsal.streams.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.source.Fraction;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.format.UnusableException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each day 400 users write once and 400 eight times. */
class MessageScreeningTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T00:00:00Z");
  private static final int USERS = 400;

  @TempDir Path folder;

  /** Four standard errors of the mean of 400 coins. */
  @Test
  void theFractionTakesUsersWithManyMessagesAsOftenAsOthers() throws UnusableException {
    Set<String> users = taken(Logs.capped(OptionalInt.of(1), 0, 0.3, 7), 1);

    assertThat(part(users, "busy")).isCloseTo(0.3, within(0.092));
    assertThat(part(users, "quiet")).isCloseTo(0.3, within(0.092));
  }

  @Test
  void aUserIsDrawnAnewOnEachDay() throws UnusableException {
    Set<String> users = taken(Logs.capped(OptionalInt.of(1), 0, 0.3, 7), 2);

    assertThat(part(users, "busy")).isCloseTo(1 - 0.7 * 0.7, within(0.1));
  }

  @Test
  void twoPartsShareNoUserOfADayAndAHigherFractionOnlyAdds() throws UnusableException {
    Set<String> whole = taken(Logs.capped(OptionalInt.of(1), 0, 1, 7), 1);
    Set<String> first = taken(Logs.capped(OptionalInt.of(1), 0, 0.4, 7), 1);
    Set<String> second = taken(Logs.capped(OptionalInt.of(1), 0.4, 0.6, 7), 1);

    assertThat(whole).hasSize(2 * USERS).containsAll(first).containsAll(second);
    assertThat(first).doesNotContainAnyElementsOf(second);
    assertThat(first.size() + second.size()).isEqualTo(2 * USERS);
    assertThat(taken(Logs.capped(OptionalInt.of(1), 0, 0.5, 7), 1)).containsAll(first);
  }

  @Test
  void withoutACapEachMessageHasACoinOfItsOwn() throws UnusableException {
    Set<String> users = taken(Logs.capped(OptionalInt.empty(), 0, 0.3, 7), 1);

    assertThat(part(users, "busy")).isCloseTo(1 - Math.pow(0.7, 8), within(0.05));
    assertThat(part(users, "quiet")).isCloseTo(0.3, within(0.092));
  }

  @Test
  void goesByTheFractionInForceAndSaysWhichAdmissionItIsFor() throws UnusableException {
    Sample sample = Logs.capped(OptionalInt.empty(), 0, 1, 7);
    List<Long> admissions = new ArrayList<>();
    MessageScreening screening =
        screening(
            sample,
            admission -> {
              admissions.add(admission);
              return admission <= 100 ? 1 : 0.25;
            });
    List<String> taken = new ArrayList<>();
    List<String> quarter = new ArrayList<>();
    MessageScreening other = screening(sample, admission -> 0.25);
    for (int i = 0; i < 2_000; i++) {
      if (takes(screening, "c" + i)) {
        taken.add("c" + i);
      }
      if (takes(other, "c" + i)) {
        quarter.add("c" + i);
      }
    }

    assertThat(taken.subList(0, 100)).as("everything").contains("c0", "c99");
    assertThat(taken).as("a higher fraction only adds").containsAll(quarter);
    assertThat(taken.size() - 100.0).isCloseTo(0.25 * 1_900, within(80.0));
    assertThat(admissions).isSorted().hasSize(2_000).endsWith(taken.size() + 1L);
  }

  private static boolean takes(MessageScreening screening, String id) throws UnusableException {
    return screening
        .screen(
            Logs.record(id, id).getBytes(StandardCharsets.UTF_8), new Position("a-0", 1), MONDAY)
        .sampled()
        .isPresent();
  }

  private static double part(Set<String> users, String kind) {
    return (double) users.stream().filter(user -> user.startsWith(kind)).count() / USERS;
  }

  private Set<String> taken(Sample sample, int days) throws UnusableException {
    MessageScreening screening = screening(sample, admission -> sample.fraction());
    Set<String> users = new HashSet<>();
    for (int day = 0; day < days; day++) {
      for (int i = 0; i < 9 * USERS; i++) {
        String user = i < USERS ? "quiet" + i : "busy" + i % USERS;
        String line = Logs.record("c" + day + "-" + i, user);
        boolean taken =
            screening
                .screen(
                    line.getBytes(StandardCharsets.UTF_8),
                    new Position("a-0", i),
                    MONDAY.plus(Duration.ofDays(day)))
                .sampled()
                .isPresent();
        if (taken) {
          users.add(user);
        }
      }
    }
    return users;
  }

  private MessageScreening screening(Sample sample, Fraction fraction) {
    KafkaType.Spec spec =
        (KafkaType.Spec)
            Logs.spec(
                folder, "type = kafka, servers = [\"localhost:9092\"], group = g, topics = [a]");
    return new MessageScreening(spec.settings(), sample, fraction);
  }
}
