package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.testing.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a purge takes from every journal and what it leaves, whatever the database. */
@Timeout(120)
abstract class PurgeContract {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  static final Instant LATER = Instant.parse("2026-07-01T12:00:00Z");

  @TempDir Path folders;

  /** Where the journal under test lies. */
  abstract JournalPlace place();

  @Test
  void takesAllTextOfWhatIsSelectedAndNothingElse() {
    ForAll.forAll(
        20,
        random -> {
          RunFolder folder = newFolder();
          write(folder, 12, random);
          List<Recorded> before = recorded(folder);
          String id = before.get(random.nextInt(before.size())).conversation();

          PurgeRow purged = purge(folder, PurgeSelection.conversations(Set.of(id)));

          List<Recorded> after = recorded(folder);
          assertThat(after)
              .map(Recorded::counts)
              .isEqualTo(before.stream().map(Recorded::counts).toList());
          assertThat(after)
              .map(Recorded::text)
              .isEqualTo(
                  before.stream()
                      .map(row -> row.conversation().equals(id) ? row.purged() : row.text())
                      .toList());
          assertThat(purged.prefixes())
              .isEqualTo(before.stream().filter(row -> row.conversation().equals(id)).count());
          assertThat(purges(folder)).containsExactly(purged);
        });
  }

  @Test
  void purgesOnce() {
    RunFolder folder = newFolder();
    write(folder, 12, new Random(1));
    PurgeSelection everything = all();
    PurgeRow found = look(folder, everything);
    List<Recorded> before = recorded(folder);
    assertThat(purges(folder)).isEmpty();

    PurgeRow purged = purge(folder, everything);

    assertThat(purged).isEqualTo(found);
    assertThat(purged.prefixes()).isEqualTo(12);
    assertThat(purged.bytes()).isGreaterThan(purged.prefixes());
    assertThat(recorded(folder)).isNotEqualTo(before);
    assertThat(purge(folder, everything).isEmpty()).isTrue();
    assertThat(look(folder, everything).isEmpty()).isTrue();
    assertThat(purges(folder)).containsExactly(purged);
  }

  @Test
  void forgetsAUserAndKeepsTheUsersRowsTogether() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= 6; number++) {
        journal.append(of(rows.admission(number), Optional.of("user " + number % 2), NOON));
      }
    }

    purge(folder, PurgeSelection.user("user 1", "somebody"));

    try (JournalReader reader = JournalReader.open(folder)) {
      assertThat(JournalContract.all(reader.admissions(1)))
          .map(row -> row.admission().user().orElseThrow())
          .containsExactly("somebody", "user 0", "somebody", "user 0", "somebody", "user 0");
      assertThat(reader.purges()).map(PurgeRow::selector).containsExactly("--user");
    }
  }

  @Test
  void forgetsAUserWhoseTextWentBeforeAndSaysHowManyRowsThatWere() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= 3; number++) {
        journal.append(of(rows.admission(number), Optional.of("user " + number % 2), NOON));
      }
    }
    purge(folder, all());
    PurgeSelection selection = PurgeSelection.user("user 1", "somebody");

    JournalPurge.Result found = JournalPurge.look(folder, selection, LATER);
    JournalPurge.Result done = JournalPurge.purge(folder, selection, LATER);
    JournalPurge.Result again = JournalPurge.purge(folder, selection, LATER);

    assertThat(found).isEqualTo(done);
    assertThat(done.renamed()).isEqualTo(2);
    assertThat(done.row().isEmpty()).isTrue();
    assertThat(again.isEmpty()).isTrue();
    assertThat(purges(folder)).map(PurgeRow::selector).containsExactly("everything", "--user");
  }

  @Test
  void knowsAgeByTheConversationsTimeOrElseByTheRuns() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      journal.append(of(rows.admission(1), Optional.empty(), LATER.minus(Duration.ofDays(10))));
      journal.append(of(rows.admission(2), Optional.empty(), LATER.minus(Duration.ofDays(9))));
      Admission timeless = rows.admission(3);
      journal.append(
          new Admission(
              3,
              timeless.prefix(),
              timeless.user(),
              Optional.empty(),
              timeless.position(),
              timeless.slices()));
    }

    PurgeRow young = look(folder, older(10, LATER.minus(Duration.ofDays(1))));
    PurgeRow old = look(folder, older(10, LATER.minus(Duration.ofDays(11))));

    assertThat(young.prefixes()).isEqualTo(1);
    assertThat(old.prefixes()).isEqualTo(2);
  }

  @Test
  void removesOldTextOfWhatIsCountedWhileItIsWritten() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    List<String> heard = new CopyOnWriteArrayList<>();
    Retention retention =
        new Retention(
            Optional.of(Duration.ofDays(10)), OptionalLong.empty(), () -> LATER, heard::add);
    try (Journal journal = Journal.create(folder, JournalContract.RUN, retention)) {
      for (int number = 1; number <= 200; number++) {
        Instant time = number % 3 == 0 ? LATER : LATER.minus(Duration.ofDays(10));
        journal.append(of(rows.admission(number), Optional.empty(), time));
      }
      JournalContract.done(journal.flush());
      journal.counted(150);
      awaitPurged(folder, 100);
    }
    try (Journal journal = Journal.open(folder, retention)) {
      journal.counted(153);
      awaitPurged(folder, 102);
    }

    List<Boolean> purged =
        recorded(folder).stream().map(row -> row.text().get(0).startsWith("Purged")).toList();
    for (int number = 1; number <= 200; number++) {
      assertThat(purged.get(number - 1))
          .as("%d", number)
          .isEqualTo(number <= 153 && number % 3 != 0);
    }
    assertThat(purges(folder)).map(PurgeRow::selector).containsOnly("journal.retain");
    assertThat(purges(folder)).map(PurgeRow::through).containsOnly(2L);
    assertThat(heard).hasSize(2).allMatch(line -> line.contains("older than 240 h"));
  }

  static void awaitPurged(RunFolder folder, long prefixes) {
    while (purges(folder).stream().mapToLong(PurgeRow::prefixes).sum() < prefixes) {
      Thread.onSpinWait();
    }
  }

  @Test
  void leavesTombstonesInACopy() {
    RunFolder folder = newFolder();
    write(folder, 5, new Random(1));
    PurgeRow purged = purge(folder, all());

    for (JournalPlace place : List.of(place(), JournalPlace.FOLDER)) {
      RunFolder copy = newFolder(place);
      Journal.copy(folder, copy, JournalContract.RUN).close();
      assertThat(recorded(copy)).isEqualTo(recorded(folder));
      assertThat(purges(copy)).containsExactly(purged);
    }
  }

  @Test
  void saysThatATextIsGoneAndSinceWhen() {
    RunFolder folder = newFolder();
    write(folder, 1, new Random(1));
    purge(folder, all());

    try (JournalReader reader = JournalReader.open(folder)) {
      StoredAdmission admission = reader.admissions(1).next().admission();
      assertThat(admission.text()).isEqualTo(new Held.Purged<>(LATER));
      assertThatThrownBy(admission::prefix)
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("the text of prefix 1 was purged on 2026-07-01");
    }
  }

  /** Every admission of a journal: what is counted, and what text there is. */
  record Recorded(String conversation, List<String> counts, List<String> text) {
    List<String> purged() {
      return text.stream().map(Recorded::purged).toList();
    }

    private static String purged(String text) {
      if (text.startsWith("quotes ")) {
        return "quotes []";
      }
      if (text.startsWith("reason ")) {
        return "reason reason purged";
      }
      return text.equals("none") ? text : "Purged[at=" + LATER + "]";
    }
  }

  static List<Recorded> recorded(RunFolder folder) {
    List<Recorded> all = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(folder)) {
      reader.admissions(1).forEachRemaining(row -> all.add(recorded(row)));
    }
    return all;
  }

  private static Recorded recorded(Recovered row) {
    StoredAdmission admission = row.admission();
    List<String> counts = new ArrayList<>();
    counts.add(
        List.of(
                admission.number(),
                admission.prefixId(),
                admission.user(),
                admission.time(),
                admission.position(),
                admission.slices())
            .toString());
    List<String> text = new ArrayList<>(List.of(admission.text().toString()));
    for (StoredReply reply : row.replies()) {
      counts.add(
          List.of(
                  reply.lane(),
                  reply.sample(),
                  reply.key(),
                  reply.state(),
                  reply.reason(),
                  reply.attempts(),
                  reply.latencyMicros(),
                  reply.costUsd(),
                  reply.prefixDiffers(),
                  reply.finishReason(),
                  reply.usage(),
                  reply.servedModel())
              .toString());
      text.add(reply.state() == ReplyState.ANSWERED ? reply.text().toString() : "none");
    }
    for (VerdictRow verdict : row.verdicts()) {
      counts.add(verdict.lane() + verdict.sample() + verdict.category() + verdict.fingerprint());
      text.add(
          verdict
              .verdict()
              .fold(
                  graded -> {
                    counts.add(graded.violates() + " " + graded.level() + graded.probability());
                    return "quotes " + graded.evidence();
                  },
                  ungraded -> "reason " + ungraded.reason(),
                  outside -> {
                    counts.add(outside.population());
                    return "none";
                  }));
    }
    return new Recorded(admission.conversationId(), counts, text);
  }

  static void write(RunFolder folder, int admissions, Random random) {
    RandomRows rows = new RandomRows(random);
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= admissions; number++) {
        journal.append(rows.admission(number));
        for (String lane : List.of("production", "candidate")) {
          JournalContract.done(journal.append(rows.reply(number, lane)));
          JournalContract.done(
              journal.append(
                  List.of(
                      rows.verdict(number, lane, "harm"), rows.verdict(number, lane, "refusal"))));
        }
      }
      JournalContract.done(journal.append(rows.look(admissions)));
    }
  }

  static Admission of(Admission row, Optional<String> user, Instant time) {
    return new Admission(
        row.number(), row.prefix(), user, Optional.of(time), row.position(), row.slices());
  }

  static PurgeSelection all() {
    return new PurgeSelection("everything", admission -> true, Optional.empty());
  }

  private static PurgeSelection older(int days, Instant started) {
    return PurgeSelection.olderThan(days + "d", Duration.ofDays(days), LATER, started);
  }

  static PurgeRow purge(RunFolder folder, PurgeSelection selection) {
    return JournalPurge.purge(folder, selection, LATER).row();
  }

  private static PurgeRow look(RunFolder folder, PurgeSelection selection) {
    return JournalPurge.look(folder, selection, LATER).row();
  }

  static List<PurgeRow> purges(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      return reader.purges();
    }
  }

  RunFolder newFolder() {
    return newFolder(place());
  }

  RunFolder newFolder(JournalPlace place) {
    try {
      return RunFolder.create(Files.createTempDirectory(folders, "run"), place);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
