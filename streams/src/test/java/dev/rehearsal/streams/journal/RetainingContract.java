package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How the text of what is old goes, step by step, whatever the database. */
@Timeout(120)
abstract class RetainingContract {
  static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");
  static final Instant TOMORROW = NOON.plus(Duration.ofDays(1));
  static final Duration AGE = Duration.ofDays(10);
  static final Instant LONG_AGO = NOON.minus(Duration.ofDays(11));
  private static final int MANY = 2_500;

  @TempDir Path folders;

  /** What a test moves on by hand. */
  Instant now = NOON;

  long nanos;

  /** Where the journal under test lies. */
  abstract JournalPlace place();

  @Test
  void readsNothingAgainBeforeSomethingInItIsDue() throws SQLException {
    RunFolder folder = written(MANY, number -> number == 1 ? TOMORROW : LONG_AGO, "text");
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, age(AGE))) {
      retaining.counted(MANY);
      toTheEnd(retaining);
      connection.commit();
      assertThat(purged(folder)).isEqualTo(MANY - 1);

      nextRound(retaining);
      assertThat(toTheEnd(retaining)).as("steps of a round with nothing to do").isLessThan(5);

      now = TOMORROW.plus(AGE);
      nextRound(retaining);
      toTheEnd(retaining);
      connection.commit();
      assertThat(purged(folder)).isEqualTo(MANY);
    }
    assertThat(PurgeContract.purges(folder)).map(PurgeRow::through).containsExactly(0L, 2_000L);
  }

  @Test
  void passesOverWhatWasPurgedBeforeItBegan() throws SQLException {
    RunFolder folder = written(MANY, number -> number == 1 ? TOMORROW : LONG_AGO, "text");
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, age(AGE))) {
      retaining.counted(MANY);
      toTheEnd(retaining);
      connection.commit();
    }
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, age(AGE))) {
      retaining.counted(MANY);
      assertThat(toTheEnd(retaining)).isEqualTo(3);
      connection.commit();
    }
    assertThat(purged(folder)).isEqualTo(MANY - 1);
  }

  @Test
  void writesIntoATombstoneWhenTheTextWent() throws SQLException {
    RunFolder folder = written(2, number -> LONG_AGO, "text");
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, age(AGE))) {
      retaining.counted(1);
      toTheEnd(retaining);
      now = NOON.plus(Duration.ofHours(3));
      retaining.counted(2);
      nextRound(retaining);
      toTheEnd(retaining);
      connection.commit();
    }

    try (JournalReader reader = JournalReader.open(folder)) {
      assertThat(JournalContract.all(reader.admissions(1)))
          .map(row -> row.admission().text())
          .containsExactly(
              new Held.Purged<>(NOON), new Held.Purged<>(NOON.plus(Duration.ofHours(3))));
      assertThat(reader.purges()).map(PurgeRow::at).containsExactly(NOON);
    }
  }

  @Test
  void takesFewAtOnceAndFewerWhenTheyAreLong() throws SQLException {
    assertThat(purgedInOneStep("short")).isEqualTo(50);
    assertThat(purgedInOneStep(randomWords(100_000))).isBetween(1L, 3L);
    assertThat(purgedInOneStep(randomWords(1_000_000))).isEqualTo(1);
  }

  private long purgedInOneStep(String text) throws SQLException {
    RunFolder folder = written(text.length() < 100 ? 120 : 5, number -> LONG_AGO, text);
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, age(AGE))) {
      retaining.counted(text.length() < 100 ? 120 : 5);
      retaining.work(0);
      connection.commit();
      assertThat(retaining.idleNanos()).isZero();
    }
    return purged(folder);
  }

  @Test
  void countsQuotesInBytes() {
    long plain = bytes("eeee");

    assertThat(bytes("éééé")).isEqualTo(plain + 4);
  }

  private long bytes(String quote) {
    RunFolder folder = written(1, number -> LONG_AGO, "text");
    try (Journal journal = Journal.open(folder)) {
      JournalContract.done(
          journal.append(
              List.of(
                  new VerdictRow(
                      1,
                      "candidate",
                      "harm",
                      "f",
                      new Verdict.Graded(
                          true,
                          OptionalInt.empty(),
                          OptionalDouble.empty(),
                          List.of(new Evidence(quote, "why")))))));
    }
    return PurgeContract.purge(folder, PurgeContract.all()).bytes();
  }

  /** Goes on until there is nothing to do, and says in how many steps. */
  static int toTheEnd(Retaining retaining) throws SQLException {
    int steps = 0;
    for (; retaining.idleNanos() == 0; steps++) {
      retaining.work(0);
    }
    return steps;
  }

  private void nextRound(Retaining retaining) {
    assertThat(retaining.idleNanos()).isEqualTo(Duration.ofHours(1).toNanos());
    nanos += retaining.idleNanos();
  }

  Retaining retaining(JournalConnection connection, Retention retention) throws SQLException {
    return new Retaining(connection, retention, NOON, () -> nanos);
  }

  Retention age(Duration age) {
    return retention(Optional.of(age), OptionalLong.empty());
  }

  Retention retention(Optional<Duration> age, OptionalLong bytes) {
    return new Retention(age, bytes, () -> now, heard -> {});
  }

  /** When a conversation took place. */
  interface Time {
    Instant of(long number);
  }

  RunFolder written(int admissions, Time time, String text) {
    RunFolder folder = RunFolder.create(folders.resolve("run" + System.nanoTime()), place());
    RandomRows rows = new RandomRows(new Random(1));
    JsonNode message =
        JsonNodeFactory.instance.objectNode().put("role", "user").put("content", text);
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= admissions; number++) {
        journal.append(
            new Admission(
                number,
                new Prefix(
                    "c" + number,
                    1,
                    List.of(message),
                    List.of(),
                    Optional.empty(),
                    JsonNodeFactory.instance.objectNode()),
                Optional.empty(),
                Optional.of(time.of(number)),
                new Position("log", number),
                Map.of()));
        if (number <= 60) {
          JournalContract.done(journal.append(List.of(rows.verdict(number, "candidate", "harm"))));
        }
      }
    }
    return folder;
  }

  private static String randomWords(int length) {
    return new Random(1)
        .ints(length, ' ', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  static long purged(RunFolder folder) {
    return PurgeContract.purges(folder).stream().mapToLong(PurgeRow::prefixes).sum();
  }
}
