package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.testing.ForAll;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTroubleTest {
  private static final RunRow RUN =
      RunRow.begun("test", "", Map.of(), Map.of(), 7, Instant.parse("2026-06-01T12:00:00Z"));

  @TempDir private Path temporary;
  private RunFolder folder;

  @BeforeEach
  void makeTheRun() {
    folder = RunFolder.create(temporary.resolve("run"));
  }

  @Test
  void failsEveryAppendThatWaitsAndEveryLaterOneOnceTheDiskIsFull() {
    RandomRows rows = new RandomRows(new Random(1));
    List<CompletionStage<Void>> appended = new ArrayList<>();
    long acknowledged;
    try (Journal journal =
        DatabaseJournal.create(new SqliteDatabase(folder.journal(), 300), RUN, Retention.NONE)) {
      assertThatThrownBy(
              () -> {
                for (int number = 1; number <= 100_000; number++) {
                  journal.append(rows.admission(number));
                  appended.add(journal.flush());
                  if (number % 100 == 0) {
                    JournalContract.done(journal.flush());
                  }
                }
              })
          .hasMessageContaining("the disk is full")
          .hasMessageContaining("--resume");

      assertThatThrownBy(() -> journal.append(rows.admission(200_000)))
          .isInstanceOf(RehearsalException.class);
      assertThatThrownBy(() -> JournalContract.done(journal.append(rows.look(1))))
          .hasCauseInstanceOf(RehearsalException.class);
      acknowledged = appended.stream().filter(JournalTroubleTest::succeeded).count();
      assertThat(acknowledged).isPositive().isLessThan(appended.size());
      assertThat(journal.status().writable()).isFalse();
      assertThat(journal.status().commits()).isPositive().isLessThanOrEqualTo(acknowledged);
      assertThat(journal.status().commitSeconds()).isPositive();
    }

    try (Journal again = Journal.open(folder);
        JournalReader reader = JournalReader.open(folder)) {
      // The last admission may be there though the flush behind it came too late.
      long last = reader.lastAdmission();
      assertThat(last).isBetween(acknowledged, acknowledged + 100);
      again.append(rows.admission(last + 1));
      JournalContract.done(again.flush());
      assertThat(JournalContract.all(reader.admissions(1))).hasSize((int) last + 1);
    }
  }

  @Test
  void neverGivesOtherRowsThanWereWrittenWhateverBytesAreOverwritten() {
    List<String> written = fill(folder);
    ForAll.forAll(
        60,
        random -> {
          RunFolder broken = copy(folder);
          overwrite(broken.journal(), random);
          assertSameOrCorrupt(broken, written);
        });
  }

  @Test
  void neverGivesFewerRowsThanWereWrittenWhereverItIsCutShort() {
    List<String> written = fill(folder);
    ForAll.forAll(
        30,
        random -> {
          RunFolder broken = copy(folder);
          cut(broken.journal(), random);
          assertSameOrCorrupt(broken, written);
        });
  }

  @Test
  void refusesAJournalOfANewerVersion() throws SQLException {
    Journal.create(folder, RUN).close();
    execute("PRAGMA user_version = 3");

    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(folder.journal().toString())
        .hasMessageContaining("has format 3, written by a newer version; this one reads up to 2");
  }

  @Test
  void refusesAFileThatIsSomethingElse() throws SQLException, IOException {
    Files.writeString(folder.journal(), "This is no database at all. ".repeat(100));
    assertThatThrownBy(() -> Journal.open(folder))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(folder.journal().toString())
        .hasMessageContaining("corrupt");

    Files.delete(folder.journal());
    execute("CREATE TABLE cats (name TEXT)");
    assertThatThrownBy(() -> Journal.open(folder))
        .hasMessageContaining("is not a journal of a run");

    Files.write(folder.journal(), new byte[0]);
    assertThatThrownBy(() -> Journal.open(folder)).hasMessageContaining("the file is empty");
  }

  @Test
  void isNotBegunTwice() {
    Journal.create(folder, RUN).close();

    assertThatThrownBy(() -> Journal.create(folder, RUN))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("exists already");
  }

  @Test
  void saysWhenTheFolderIsGone() throws IOException {
    Files.delete(folder.path());

    assertThatThrownBy(() -> Journal.create(folder, RUN))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(folder.journal().toString())
        .hasMessageContaining("cannot write the journal");
  }

  private static List<String> fill(RunFolder folder) {
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      for (int number = 1; number <= 60; number++) {
        journal.append(rows.admission(number));
        JournalContract.done(journal.append(rows.reply(number, "candidate")));
        JournalContract.done(journal.append(List.of(rows.verdict(number, "candidate", "harm"))));
      }
    }
    return contents(folder);
  }

  private static List<String> contents(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      return JournalContract.all(reader.admissions(1)).stream()
          .map(
              row ->
                  row.admission().toAdmission()
                      + row.replies().stream().map(StoredReply::toRow).toList().toString()
                      + row.verdicts())
          .toList();
    }
  }

  private static void assertSameOrCorrupt(RunFolder folder, List<String> written) {
    List<String> found;
    try {
      Journal.open(folder).close();
      found = contents(folder);
    } catch (RehearsalException e) {
      assertThat(e).hasMessageContaining(folder.journal().toString());
      return;
    }
    if (!found.equals(written)) {
      fail("other rows than were written, and no word about it");
    }
  }

  private RunFolder copy(RunFolder original) {
    try {
      RunFolder copy = RunFolder.create(Files.createTempDirectory(temporary, "copy"));
      Files.copy(original.journal(), copy.journal(), StandardCopyOption.REPLACE_EXISTING);
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void overwrite(Path file, Random random) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      byte[] noise = new byte[1 + random.nextInt(random.nextBoolean() ? 8 : 5_000)];
      random.nextBytes(noise);
      bytes.seek((long) (random.nextDouble() * (bytes.length() - noise.length)));
      bytes.write(noise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void cut(Path file, Random random) {
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
      bytes.setLength((long) (random.nextDouble() * bytes.length()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.journal());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static boolean succeeded(CompletionStage<Void> stage) {
    return !stage.toCompletableFuture().isCompletedExceptionally();
  }
}
