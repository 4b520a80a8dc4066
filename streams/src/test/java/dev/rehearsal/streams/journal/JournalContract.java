package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.testing.ForAll;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every journal holds to, whatever database it lies in; each one extends it. */
abstract class JournalContract {
  private static final Instant NOON = Instant.parse("2026-06-01T12:00:00Z");
  static final RunRow RUN =
      RunRow.begun("test", "name = test", Map.of("plan", "abc"), Map.of("java", "17"), 7, NOON);

  @TempDir Path folders;

  /** Where the journal under test lies. */
  abstract JournalPlace place();

  @Test
  void givesBackWhateverWasAppended() {
    ForAll.forAll(
        30,
        random -> {
          RunFolder folder = newFolder();
          RandomRows rows = new RandomRows(random);
          RunRow run = rows.run();
          List<Admission> admissions = new ArrayList<>();
          List<ReplyRow> replies = new ArrayList<>();
          List<VerdictRow> verdicts = new ArrayList<>();
          List<EventRow> events = new ArrayList<>();
          LookRow look = rows.look(3);
          try (Journal journal = Journal.create(folder, RUN)) {
            for (int number = 1; number <= 4; number++) {
              Admission admission = rows.admission(number);
              ReplyRow baseline = rows.reply(number, "baseline");
              ReplyRow candidate = rows.reply(number, rows.text() + "candidate");
              VerdictRow verdict = rows.verdict(number, candidate.lane(), rows.text());
              EventRow event = rows.event();
              admissions.add(admission);
              replies.addAll(List.of(baseline, candidate));
              verdicts.add(verdict);
              events.add(event);
              journal.append(admission);
              done(journal.append(baseline));
              done(journal.append(candidate));
              done(journal.append(List.of(verdict)));
              journal.append(event);
            }
            done(journal.append(look));
            done(journal.update(run));
            assertThat(journal.run()).isEqualTo(run);
          }

          try (JournalReader reader = JournalReader.open(folder)) {
            List<Recovered> recovered = all(reader.admissions(1));
            assertThat(recovered.stream().map(r -> r.admission().toAdmission()))
                .isEqualTo(admissions);
            assertThat(
                    recovered.stream().flatMap(r -> r.replies().stream()).map(StoredReply::toRow))
                .containsExactlyInAnyOrderElementsOf(replies);
            assertThat(recovered.stream().flatMap(r -> r.verdicts().stream())).isEqualTo(verdicts);
            assertThat(reader.events()).isEqualTo(events);
            assertThat(reader.lastLook()).contains(look);
            assertThat(reader.run()).isEqualTo(run);
          }
        });
  }

  @Test
  void keepsTheFirstOfRowsWithTheSameKey() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    Admission admission = rows.admission(1);
    ReplyRow blocked = Replies.reply(1, ReplyState.BLOCKED);
    VerdictRow hit = new VerdictRow(1, "candidate", "harm", "f", Verdict.graded(true));
    VerdictRow clean = new VerdictRow(1, "candidate", "harm", "f", Verdict.graded(false));
    VerdictRow otherGrader = new VerdictRow(1, "candidate", "harm", "g", Verdict.graded(false));
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(admission);
      journal.append(rows.admission(1));
      done(journal.append(blocked));
      done(journal.append(Replies.withReply(Replies.reply(1, ReplyState.ANSWERED), rows)));
      done(journal.append(List.of(hit)));
      done(journal.append(List.of(clean, otherGrader)));
    }

    try (JournalReader reader = JournalReader.open(folder)) {
      Recovered recovered = reader.admissions(1).next();
      assertThat(recovered.admission().toAdmission()).isEqualTo(admission);
      assertThat(recovered.replies()).map(StoredReply::toRow).containsExactly(blocked);
      assertThat(recovered.verdicts()).containsExactly(hit, otherGrader);
    }
  }

  @Test
  void givesAnAnsweredRowWithoutAReplyTheRecordedReplyOfItsPrefix() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    Admission admission = rows.admission(1);
    while (admission.prefix().recordedReply().isEmpty()) {
      admission = rows.admission(1);
    }
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(admission);
      done(
          journal.append(
              ReplyRow.recorded(
                  1, "production", 1, "key", admission.prefix().recordedReply().orElseThrow())));
    }

    try (JournalReader reader = JournalReader.open(folder)) {
      StoredReply stored = reader.admissions(1).next().replies().get(0);
      Reply recorded = admission.prefix().recordedReply().orElseThrow();
      assertThat(stored.reply()).contains(recorded);
      assertThat(stored.servedModel()).isEqualTo(recorded.servedModel());
      assertThat(stored.finishReason()).isEqualTo(recorded.finishReason());
      assertThat(stored.usage()).as("nobody was asked").isEmpty();
    }
  }

  @Test
  void readsFromTheAskedNumberAcrossChunks() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      for (int number = 1; number <= 2_500; number++) {
        journal.append(rows.admission(number));
      }
      done(journal.flush());

      try (JournalReader reader = JournalReader.open(folder)) {
        assertThat(all(reader.admissions(990)))
            .hasSize(1_511)
            .first()
            .satisfies(r -> assertThat(r.admission().number()).isEqualTo(990));
        assertThat(all(reader.admissions(2_501))).isEmpty();
        assertThat(reader.lastAdmission()).isEqualTo(2_500);
      }
    }
  }

  @Test
  void addsUpWhatTheRepliesOfEachLaneTook() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    try (Journal journal = Journal.create(folder, RUN)) {
      for (int number = 1; number <= 3; number++) {
        journal.append(rows.admission(number));
        done(journal.append(Replies.withUsage(Replies.reply(number, ReplyState.ANSWERED), rows)));
      }
      done(journal.append(Replies.reply(3, "baseline", ReplyState.FAILED)));
    }

    try (JournalReader reader = JournalReader.open(folder)) {
      assertThat(reader.spent())
          .isEqualTo(
              Map.of(
                  "candidate",
                  new Spent(3, 6, 300, 60, 0.75),
                  "baseline",
                  new Spent(1, 2, 0, 0, 0.25)));
    }
  }

  @Test
  void continuesAfterItWasClosed() {
    RunFolder folder = newFolder();
    RandomRows rows = new RandomRows(new Random(1));
    Admission first = rows.admission(1);
    Admission second = rows.admission(2);
    try (Journal journal = Journal.create(folder, RUN)) {
      journal.append(first);
      done(journal.update(RUN.ended(RunStatus.INTERRUPTED, OptionalLong.of(1), NOON)));
    }
    try (Journal journal = Journal.open(folder)) {
      assertThat(journal.run().status()).isEqualTo(RunStatus.INTERRUPTED);
      journal.append(second);
    }

    try (JournalReader reader = JournalReader.open(folder)) {
      assertThat(all(reader.admissions(1)).stream().map(r -> r.admission().toAdmission()))
          .containsExactly(first, second);
    }
  }

  @Test
  void takesOverWhatAnotherRunWasGivenAndNotWhatItMadeOfIt() {
    ForAll.forAll(
        5,
        random -> {
          RunFolder old = newFolder();
          RandomRows rows = new RandomRows(random);
          List<Admission> admissions = new ArrayList<>();
          List<ReplyRow> replies = new ArrayList<>();
          List<VerdictRow> verdicts = new ArrayList<>();
          try (Journal journal = Journal.create(old, RUN)) {
            for (int number = 1; number <= 5; number++) {
              admissions.add(rows.admission(number));
              replies.add(rows.reply(number, "candidate" + rows.text()));
              verdicts.add(rows.verdict(number, replies.get(number - 1).lane(), rows.text()));
              journal.append(admissions.get(number - 1));
              done(journal.append(replies.get(number - 1)));
              done(journal.append(verdicts.subList(number - 1, number)));
            }
            journal.append(rows.event());
            done(journal.append(rows.look(5)));
            for (JournalPlace place : List.of(place(), JournalPlace.FOLDER)) {
              RunFolder copy = newFolder(place);
              RunRow run = rows.run();
              Journal.copy(old, copy, run).close();
              requireCopied(copy, run, admissions, replies, verdicts);
            }
          }
        });
  }

  private static void requireCopied(
      RunFolder copy,
      RunRow run,
      List<Admission> admissions,
      List<ReplyRow> replies,
      List<VerdictRow> verdicts) {
    try (JournalReader reader = JournalReader.open(copy)) {
      List<Recovered> recovered = all(reader.admissions(1));
      assertThat(recovered.stream().map(r -> r.admission().toAdmission())).isEqualTo(admissions);
      assertThat(recovered.stream().flatMap(r -> r.replies().stream()).map(StoredReply::toRow))
          .isEqualTo(replies);
      assertThat(recovered.stream().flatMap(r -> r.verdicts().stream())).isEqualTo(verdicts);
      assertThat(reader.run()).isEqualTo(run);
      assertThat(reader.events()).isEmpty();
      assertThat(reader.looks()).isEmpty();
    }
  }

  @Test
  void refusesAppendsAfterItWasClosed() {
    Journal journal = Journal.create(newFolder(), RUN);
    journal.close();

    assertThatThrownBy(() -> done(journal.append(Replies.reply(1, ReplyState.FAILED))))
        .hasRootCauseInstanceOf(RehearsalException.class)
        .hasMessageContaining("journal is closed");
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

  static <T> List<T> all(Iterator<T> iterator) {
    List<T> all = new ArrayList<>();
    iterator.forEachRemaining(all::add);
    return all;
  }

  static void done(CompletionStage<Void> stage) {
    stage.toCompletableFuture().join();
  }
}
