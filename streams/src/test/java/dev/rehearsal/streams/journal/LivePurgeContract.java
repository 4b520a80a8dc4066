package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a purge takes from a journal that is being written, and when, whatever the database. */
@Timeout(120)
abstract class LivePurgeContract {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");

  @TempDir Path folders;

  /** Where the journal under test lies. */
  abstract JournalPlace place();

  @Test
  void takesWhatIsCountedAndTheRestOnceItIsCounted() {
    RunFolder folder = newFolder();
    PurgeContract.write(folder, 120, new Random(1));
    List<PurgeContract.Recorded> before = PurgeContract.recorded(folder);
    JournalPurge.Result result;
    try (Journal journal = Journal.open(folder)) {
      journal.counted(70);
      LivePurge purge = purge(journal, folder, PurgeContract.all());
      await(() -> purge.left() == 50);

      assertThat(purge.underWay()).isEqualTo(50);
      assertThat(purge.isRemoved()).isFalse();
      JournalContract.done(journal.flush());
      assertThat(texts(folder).subList(70, 120))
          .isEqualTo(before.subList(70, 120).stream().map(row -> row.text()).toList());

      journal.counted(120);
      result = ended(purge);
      assertThat(purge.soFar()).isEqualTo(result);
      assertThat(purge.left()).isZero();
      assertThat(purge.underWay()).isZero();
    }

    assertThat(PurgeContract.recorded(folder))
        .map(PurgeContract.Recorded::counts)
        .isEqualTo(before.stream().map(PurgeContract.Recorded::counts).toList());
    assertThat(texts(folder)).isEqualTo(before.stream().map(row -> row.purged()).toList());
    assertThat(result.selected()).isEqualTo(120);
    assertThat(PurgeContract.purges(folder)).containsExactly(result.row());
  }

  @Test
  void takesTheSameAsAPurgeOfARunThatNobodyWorksOn() {
    ForAll.forAll(
        10,
        random -> {
          long seed = random.nextLong();
          RunFolder still = newFolder();
          RunFolder live = newFolder();
          PurgeContract.write(still, 30, new Random(seed));
          PurgeContract.write(live, 30, new Random(seed));
          int remainder = random.nextInt(3);
          PurgeSelection selection =
              new PurgeSelection(
                  "some", row -> row.number() % 3 == remainder, Optional.of("somebody"));

          JournalPurge.Result expected = JournalPurge.purge(still, selection, PurgeContract.LATER);
          JournalPurge.Result result;
          try (Journal journal = Journal.open(live)) {
            journal.counted(30);
            LivePurge purge = purge(journal, live, selection);
            journal.append(new RandomRows(random).admission(31));
            result = ended(purge);
          }

          assertThat(result).isEqualTo(expected);
          assertThat(PurgeContract.recorded(live).subList(0, 30))
              .isEqualTo(PurgeContract.recorded(still));
          assertThat(PurgeContract.purges(live)).isEqualTo(PurgeContract.purges(still));
        });
  }

  @Test
  void replacesTheUsersKeyLastInAllRowsAtOnce() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= 3; number++) {
        journal.append(PurgeContract.of(rows.admission(number), Optional.of("4711"), NOON));
      }
      JournalContract.done(journal.flush());
      journal.counted(2);
      LivePurge purge = purge(journal, folder, PurgeSelection.user("4711", "somebody"));
      await(() -> purge.left() == 1);
      JournalContract.done(journal.flush());
      assertThat(users(folder)).containsExactly("4711", "4711", "4711");
      journal.append(PurgeContract.of(rows.admission(4), Optional.of("4711"), NOON));

      journal.counted(3);
      assertThat(ended(purge).renamed()).isEqualTo(3);

      JournalContract.done(journal.flush());
      assertThat(users(folder)).containsExactly("somebody", "somebody", "somebody", "4711");
    }
  }

  @Test
  void takesWhatWasUnderWayWhenTheRunEndsBeforeItIsCounted() {
    RunFolder folder = newFolder();
    PurgeContract.write(folder, 5, new Random(1));
    LivePurge purge;
    try (Journal journal = Journal.open(folder)) {
      journal.counted(2);
      purge = purge(journal, folder, PurgeContract.all());
      await(() -> purge.left() == 3);
    }

    assertThat(ended(purge).row().prefixes()).isEqualTo(5);
    assertThat(texts(folder)).allMatch(text -> text.get(0).startsWith("Purged"));
    assertThat(PurgeContract.purges(folder)).map(PurgeRow::prefixes).containsExactly(5L);
  }

  @Test
  void goesTogetherWithTheTextThatIsKeptForAWhile() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN, tenDays())) {
      for (int number = 1; number <= 200; number++) {
        Instant time = number % 2 == 0 ? PurgeContract.LATER : NOON;
        journal.append(PurgeContract.of(rows.admission(number), Optional.empty(), time));
      }
      JournalContract.done(journal.flush());
      journal.counted(200);
      ended(
          purge(
              journal,
              folder,
              new PurgeSelection("some", row -> row.number() % 4 == 0, Optional.empty())));
      PurgeContract.awaitPurged(folder, 150);
    }

    assertThat(PurgeContract.purges(folder))
        .map(PurgeRow::selector)
        .containsExactlyInAnyOrder("journal.retain", "some");
    assertThat(texts(folder).stream().filter(text -> text.get(0).startsWith("Purged")))
        .hasSize(150);
  }

  /** The first of the purge has no text any more, so that the purge has no row at first. */
  @Test
  void hasARowOfItsOwnBesideThatOfTextThatGrewOldWhileItWaited() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= 3; number++) {
        Instant time = number == 2 ? NOON : PurgeContract.LATER;
        journal.append(PurgeContract.of(rows.admission(number), Optional.empty(), time));
      }
    }
    JournalPurge.purge(folder, admissions("first", 1L), PurgeContract.LATER);
    try (Journal journal = Journal.open(folder, tenDays())) {
      journal.counted(1);
      LivePurge purge = purge(journal, folder, admissions("both", 1L, 3L));
      await(() -> purge.left() == 1);
      journal.counted(2);
    }

    assertThat(PurgeContract.purges(folder))
        .map(row -> row.selector() + " " + row.prefixes())
        .containsExactly("first 1", "journal.retain 1", "both 1");
  }

  private static PurgeSelection admissions(String words, Long... numbers) {
    return new PurgeSelection(
        words, row -> List.of(numbers).contains(row.number()), Optional.empty());
  }

  private static Retention tenDays() {
    return new Retention(
        Optional.of(Duration.ofDays(10)),
        OptionalLong.empty(),
        () -> PurgeContract.LATER,
        heard -> {});
  }

  @Test
  void failsAtOnceWhenTheJournalCannotBeWrittenAnyMore() {
    RunFolder folder = newFolder();
    PurgeContract.write(folder, 2, new Random(1));
    try (Journal journal = Journal.open(folder)) {
      journal.counted(3);
      LivePurge purge =
          journal.purge(List.of(3L), PurgeSelection.user("4711", "somebody"), PurgeContract.LATER);

      assertThat(purge.end().toCompletableFuture())
          .failsWithin(Duration.ofSeconds(10))
          .withThrowableThat()
          .withMessageContaining("table prefix has no row 3");
      LivePurge later = purge(journal, folder, PurgeContract.all());
      assertThat(later.end().toCompletableFuture()).failsWithin(Duration.ofSeconds(10));
    }
  }

  @Test
  void isRefusedOnceTheJournalIsClosed() {
    RunFolder folder = newFolder();
    PurgeContract.write(folder, 2, new Random(1));
    Journal journal = Journal.open(folder);
    journal.close();

    LivePurge purge = purge(journal, folder, PurgeContract.all());

    assertThat(purge.end().toCompletableFuture())
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("the journal is closed");
  }

  static LivePurge purge(Journal journal, RunFolder folder, PurgeSelection selection) {
    return journal.purge(JournalPurge.select(folder, selection), selection, PurgeContract.LATER);
  }

  static JournalPurge.Result ended(LivePurge purge) {
    return purge.end().toCompletableFuture().join();
  }

  /** What is waited for. */
  interface Condition {
    boolean holds();
  }

  static void await(Condition condition) {
    while (!condition.holds()) {
      Thread.onSpinWait();
    }
  }

  private static List<List<String>> texts(RunFolder folder) {
    return PurgeContract.recorded(folder).stream().map(PurgeContract.Recorded::text).toList();
  }

  private static List<String> users(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      return JournalContract.all(reader.admissions(1)).stream()
          .map(row -> row.admission().user().orElse("nobody"))
          .toList();
    }
  }

  RunFolder newFolder() {
    try {
      return RunFolder.create(Files.createTempDirectory(folders, "run"), place());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
