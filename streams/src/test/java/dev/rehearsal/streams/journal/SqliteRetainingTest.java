package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Where the journal is a file, its size can be bounded as well. */
class SqliteRetainingTest extends RetainingContract {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final OptionalLong ROOM = OptionalLong.of(1L << 40);

  @Override
  JournalPlace place() {
    return JournalPlace.FOLDER;
  }

  @Test
  void readsNoTextForASizeThatIsNotExceeded() throws SQLException {
    RunFolder folder = written(300, number -> LONG_AGO, "text");
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, retention(Optional.empty(), ROOM))) {
      retaining.counted(300);
      for (int second = 0; second < 3; second++) {
        assertThat(toTheEnd(retaining)).isEqualTo(1);
        assertThat(retaining.idleNanos()).isEqualTo(SECOND);
        nanos += SECOND;
      }
      connection.commit();
    }
    assertThat(purged(folder)).isZero();
  }

  @Test
  void looksAtTheSizeEachSecondAndAtAgesAsSeldomAsWithoutASize() throws SQLException {
    RunFolder folder = written(1_200, number -> NOON, "text");
    try (JournalConnection connection = folder.database().open();
        Retaining retaining = retaining(connection, retention(Optional.of(AGE), ROOM))) {
      retaining.counted(1_200);
      assertThat(toTheEnd(retaining)).isEqualTo(1 + 2);
      now = NOON.plus(AGE);
      for (int second = 1; second < 3_600; second++) {
        nanos += SECOND;
        assertThat(toTheEnd(retaining)).isEqualTo(1);
      }
      connection.commit();
      assertThat(purged(folder)).isZero();

      nanos += SECOND;
      toTheEnd(retaining);
      connection.commit();
    }
    assertThat(purged(folder)).isEqualTo(1_200);
  }

  @Test
  void takesTheOldestThatIsLeftWhereAgesTookSomeBetween() throws SQLException {
    RunFolder folder = written(2_000, number -> number % 2 == 0 ? LONG_AGO : NOON, "text");
    try (JournalConnection connection = folder.database().open()) {
      try (Retaining retaining = retaining(connection, age(AGE))) {
        retaining.counted(1_900);
        toTheEnd(retaining);
      }
      connection.commit();
      assertThat(purged(folder)).isEqualTo(950);
      try (Retaining retaining =
          retaining(connection, retention(Optional.empty(), OptionalLong.of(1)))) {
        retaining.counted(1_900);
        retaining.work(0);
        connection.commit();
        assertThat(purged(folder)).isEqualTo(1_000);
        assertThat(PurgeContract.purges(folder)).last().returns(100L, PurgeRow::through);

        assertThat(toTheEnd(retaining)).isLessThan(25);
        connection.commit();
      }
    }
    assertThat(purged(folder)).isEqualTo(1_900);
    assertThat(PurgeContract.purges(folder)).last().returns(1_900L, PurgeRow::through);
  }
}
