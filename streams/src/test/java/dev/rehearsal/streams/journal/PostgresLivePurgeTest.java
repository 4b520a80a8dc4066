package dev.rehearsal.streams.journal;

import dev.rehearsal.streams.postgres.TestPostgres;
import org.junit.jupiter.api.BeforeAll;

/** A purge of a run that goes on and has its journal on a real server. */
class PostgresLivePurgeTest extends LivePurgeContract {
  private static String url;

  @BeforeAll
  static void makeDatabase() {
    url = TestPostgres.database();
  }

  @Override
  JournalPlace place() {
    return Places.server(url);
  }
}
