package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.postgres.TestPostgres;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PostgresPurgeTest extends PurgeContract {
  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
  }

  @Override
  JournalPlace place() {
    return Places.server(url);
  }

  @Test
  void readsTheTablesOfVersionOneAndAddsWhatTheyLackWhenARunGoesOn() {
    String own = TestPostgres.database();
    RunFolder folder = newFolder(Places.server(own));
    write(folder, 3, new Random(1));
    TestPostgres.run(own, "DROP TABLE rehearsal.purge", "UPDATE rehearsal.format SET version = 1");

    assertThat(recorded(folder)).hasSize(3);
    assertThat(purges(folder)).isEmpty();
    PurgeRow purged = purge(folder, all());

    assertThat(purged.prefixes()).isEqualTo(3);
    assertThat(purges(folder)).containsExactly(purged);
  }

  @Test
  void leavesTheOtherRunsOfTheDatabaseAlone() {
    RunFolder folder = newFolder();
    RunFolder beside = newFolder();
    write(folder, 3, new Random(1));
    write(beside, 3, new Random(1));
    List<Recorded> before = recorded(beside);

    purge(folder, all());

    assertThat(recorded(beside)).isEqualTo(before).isNotEqualTo(recorded(folder));
    assertThat(purges(beside)).isEmpty();
  }
}
