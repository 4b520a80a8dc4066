package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.postgres.TestPostgres;
import dev.rehearsal.testing.ForAll;
import dev.rehearsal.verdict.Verdict;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 at a random acknowledgement: all that was acknowledged is there, and nothing half. */
class JournalKillTest {
  private static final RunRow RUN =
      RunRow.begun("kill", "", Map.of(), Map.of(), 7, Instant.parse("2026-06-01T12:00:00Z"));

  @TempDir private Path temporary;

  @Test
  void losesNothingAcknowledgedWhenKilled() {
    ForAll.forAll(1, random -> killAndLook(random, ""));
  }

  @Test
  @Tag("slow")
  void losesNothingAcknowledgedInTenKills() {
    ForAll.forAll(10, random -> killAndLook(random, ""));
  }

  @Test
  @Tag("slow")
  void losesNothingAcknowledgedByAServer() {
    String url = TestPostgres.database();
    ForAll.forAll(1, random -> killAndLook(random, url));
  }

  @Test
  @Tag("slow")
  void losesNothingAcknowledgedByAServerInTenKills() {
    String url = TestPostgres.database();
    ForAll.forAll(10, random -> killAndLook(random, url));
  }

  private void killAndLook(Random random, String url) {
    try {
      Path run = Files.createTempDirectory(temporary, "run");
      long acknowledged = 0;
      for (int session = 0; session < 2; session++) {
        acknowledged = Math.max(acknowledged, writeUntilKilled(run, url, random.nextInt(800)));
        acknowledged = requireAllUpTo(acknowledged, run);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }

  /** The last admission whose verdicts were acknowledged before the kill. */
  private long writeUntilKilled(Path run, String url, int acknowledgements)
      throws IOException, InterruptedException {
    Process writer = ChildProcess.start(temporary, Writer.class, run.toString(), url);
    long last = 0;
    try (BufferedReader output = writer.inputReader(StandardCharsets.UTF_8)) {
      for (int i = 0; i <= acknowledgements; i++) {
        last = Long.parseLong(output.readLine());
      }
      // By its handle, as the process itself would close its output unread.
      assertThat(writer.toHandle().destroyForcibly()).isTrue();
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        // What it said before it died counts too; a torn last line does not.
        last = line.length() == Long.toString(last).length() ? Long.parseLong(line) : last;
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    return last;
  }

  private static long requireAllUpTo(long acknowledged, Path run) {
    RunFolder folder = RunFolder.open(run);
    Journal.open(folder).close();
    try (JournalReader reader = JournalReader.open(folder)) {
      List<Recovered> rows = JournalContract.all(reader.admissions(1));
      assertThat(rows.size()).isGreaterThanOrEqualTo((int) acknowledged);
      for (Recovered row : rows.subList(0, (int) acknowledged)) {
        assertThat(row.replies()).hasSize(1);
        assertThat(row.verdicts()).hasSize(2);
      }
      for (Recovered row : rows) {
        assertThat(row.verdicts().size()).isIn(0, 2);
        assertThat(row.verdicts().isEmpty() || row.replies().size() == 1).isTrue();
        assertThat(row.admission().prefix().id()).isEqualTo(row.admission().prefixId());
        row.replies().forEach(reply -> assertThat(reply.reply()).isNotNull());
      }
      return rows.size();
    }
  }

  /** Appends for ever, in order, and prints the number of each admission that is committed. */
  static final class Writer {
    private static final int IN_FLIGHT = 64;

    private Writer() {}

    public static void main(String[] arguments) throws InterruptedException {
      RunFolder folder;
      Journal journal;
      long next = 1;
      JournalPlace place =
          arguments[1].isEmpty() ? JournalPlace.FOLDER : Places.server(arguments[1]);
      if (new File(arguments[0]).list().length > 0) {
        folder = RunFolder.open(Path.of(arguments[0]));
        journal = Journal.open(folder);
        try (JournalReader reader = JournalReader.open(folder)) {
          next = finish(reader, journal);
        }
      } else {
        folder = RunFolder.create(Path.of(arguments[0]), place);
        journal = Journal.create(folder, RUN);
      }
      append(journal, next);
    }

    /** Appends again what may not have been committed; repeating a row changes nothing. */
    private static long finish(JournalReader reader, Journal journal) {
      long last = 0;
      for (var rows = reader.admissions(1); rows.hasNext(); ) {
        last = rows.next().admission().number();
        JournalContract.done(journal.append(reply(last)));
        JournalContract.done(journal.append(verdicts(last)));
      }
      return last + 1;
    }

    private static void append(Journal journal, long first) throws InterruptedException {
      PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
      RandomRows rows = new RandomRows(new Random(first));
      Semaphore window = new Semaphore(IN_FLIGHT);
      for (long number = first; ; number++) {
        long admission = number;
        window.acquire();
        journal.append(rows.admission(number));
        var committed =
            journal
                .append(reply(number))
                .thenCompose(replied -> journal.append(verdicts(admission)))
                .whenComplete(
                    (done, trouble) -> {
                      output.println(trouble == null ? admission : -1);
                      window.release();
                    });
        assert committed != null;
      }
    }

    private static ReplyRow reply(long number) {
      return Replies.reply(number, ReplyState.FAILED);
    }

    private static List<VerdictRow> verdicts(long number) {
      return List.of(
          new VerdictRow(number, "candidate", "harm", "f", Verdict.graded(true)),
          new VerdictRow(number, "candidate", "refusal", "f", new Verdict.Ungraded("blocked")));
    }
  }
}
