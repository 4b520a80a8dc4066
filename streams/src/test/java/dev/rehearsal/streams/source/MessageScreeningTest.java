package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.config.Sample;
import dev.rehearsal.conversation.Conversation.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
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

  private static double part(Set<String> users, String kind) {
    return (double) users.stream().filter(user -> user.startsWith(kind)).count() / USERS;
  }

  private Set<String> taken(Sample sample, int days) throws UnusableException {
    KafkaType.Spec spec =
        (KafkaType.Spec)
            Logs.spec(
                folder, "type = kafka, servers = [\"localhost:9092\"], group = g, topics = [a]");
    MessageScreening screening = new MessageScreening(spec.settings(), sample);
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
}
