package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.postgres.TestPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 in the middle of a purge: each admission has all of its text or none. */
@Tag("slow")
class PurgeKillTest {
  private static final int ADMISSIONS = 6_000;

  @TempDir private Path temporary;

  @Test
  void purgesTheRestWhenItWasKilled() throws IOException, InterruptedException {
    purgesTheRest(JournalPlace.FOLDER, Purger.class);
  }

  @Test
  void purgesTheRestOnAServerWhenItWasKilled() throws IOException, InterruptedException {
    purgesTheRest(Places.server(TestPostgres.database()), Purger.class);
  }

  @Test
  void purgesTheRestWhenTheRunWasKilledThatPurged() throws IOException, InterruptedException {
    purgesTheRest(JournalPlace.FOLDER, LivePurger.class);
  }

  private void purgesTheRest(JournalPlace place, Class<?> purger)
      throws IOException, InterruptedException {
    RunFolder folder = RunFolder.create(temporary.resolve("run"), place);
    write(folder);
    Process purge = ChildProcess.start(temporary, purger, folder.path().toString());
    try {
      // It commits 500 at a time: to have seen the first is to be in the middle.
      while (PurgeContract.purges(folder).isEmpty() && purge.isAlive()) {
        Thread.onSpinWait();
      }
    } finally {
      purge.destroyForcibly().waitFor();
    }

    long gone = purged(folder);
    assertThat(gone).isPositive().isLessThan(ADMISSIONS).isEqualTo(counted(folder));
    PurgeRow rest = PurgeContract.purge(folder, PurgeContract.all());
    assertThat(rest.prefixes()).isEqualTo(ADMISSIONS - gone);
    assertThat(purged(folder)).isEqualTo(ADMISSIONS).isEqualTo(counted(folder));
  }

  private static void write(RunFolder folder) {
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= ADMISSIONS; number++) {
        journal.append(PurgeContract.of(rows.admission(number), Optional.empty(), Instant.EPOCH));
        var unawaited =
            List.of(
                journal.append(Replies.withReply(Replies.reply(number, ReplyState.ANSWERED), rows)),
                journal.append(List.of(rows.verdict(number, "candidate", "harm"))));
        assertThat(unawaited).hasSize(2);
      }
    }
  }

  /** How many admissions have no text; none has a part of it. */
  private static long purged(RunFolder folder) {
    long purged = 0;
    for (PurgeContract.Recorded row : PurgeContract.recorded(folder)) {
      if (row.text().get(0).startsWith("Purged")) {
        assertThat(row.text()).isEqualTo(row.purged());
        purged++;
      } else {
        assertThat(row.text()).noneMatch(text -> text.startsWith("Purged"));
      }
    }
    return purged;
  }

  private static long counted(RunFolder folder) {
    return PurgeContract.purges(folder).stream().mapToLong(PurgeRow::prefixes).sum();
  }

  /** Purges all of a run while it writes it. */
  static final class LivePurger {
    private LivePurger() {}

    public static void main(String[] arguments) {
      RunFolder folder = RunFolder.open(Path.of(arguments[0]));
      try (Journal journal = Journal.open(folder)) {
        journal.counted(ADMISSIONS);
        LivePurgeContract.ended(LivePurgeContract.purge(journal, folder, PurgeContract.all()));
      }
    }
  }

  /** Purges all of a run. */
  static final class Purger {
    private Purger() {}

    public static void main(String[] arguments) {
      PurgeContract.purge(RunFolder.open(Path.of(arguments[0])), PurgeContract.all());
    }
  }
}
