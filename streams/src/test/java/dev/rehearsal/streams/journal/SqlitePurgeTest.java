package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.luben.zstd.Zstd;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the journal is a file, a purged text is in no file of the folder, packed or not. */
class SqlitePurgeTest extends PurgeContract {
  private static final String MARKER = "the-marker-of-a-person";
  private static final String PACKED = "\u0028\u00b5\u002f\u00fd";
  private static final int PIECE = 48;

  @Override
  JournalPlace place() {
    return JournalPlace.FOLDER;
  }

  @Test
  void leavesNoTextInAnyFile() throws IOException, SQLException {
    RunFolder folder = newFolder();
    writeMarked(folder);
    Set<String> kept = found(folder, parts(folder, 0));
    Set<String> gone = found(folder, parts(folder, 1));
    Files.writeString(folder.path().resolve("spool"), MARKER);
    Files.writeString(folder.path().resolve("recorded-1.spool"), MARKER);
    assertThat(kept).hasSizeGreaterThan(1_000);
    assertThat(gone).hasSizeGreaterThan(1_000);
    assertThat(markers(folder)).isGreaterThan(100);

    purge(folder, PurgeSelection.user("person 1", "nobody"));

    assertThat(found(folder, gone)).isEmpty();
    assertThat(found(folder, kept)).hasSizeGreaterThan(1_000);
    purge(folder, all());
    assertThat(found(folder, kept)).isEmpty();
    assertThat(markers(folder)).isZero();
  }

  /** Sixty prefixes with a marker in each, every second one of another person. */
  static void writeMarked(RunFolder folder) {
    Random random = new Random(1);
    try (Journal journal = Journal.create(folder, JournalContract.RUN)) {
      for (int number = 1; number <= 60; number++) {
        // Of every length: within a row, within a page, over many pages; packed and not.
        int length = 10 << number % 12;
        journal.append(marked(number, words(random, length), Optional.of("person " + number % 2)));
        Reply reply =
            new Reply(
                List.of(message(words(random, length))),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        JournalContract.done(
            journal.append(Replies.withReply(Replies.reply(number, ReplyState.ANSWERED), reply)));
        JournalContract.done(
            journal.append(
                List.of(
                    new VerdictRow(
                        number,
                        "candidate",
                        "harm",
                        "f",
                        new Verdict.Graded(
                            true,
                            OptionalInt.empty(),
                            OptionalDouble.empty(),
                            List.of(new Evidence(MARKER, "why")))))));
      }
    }
  }

  @Tag("slow")
  @Test
  void boundsTheFileByTheTextThatIsOldest() throws IOException {
    RunFolder folder = newFolder();
    Random random = new Random(1);
    long most = 1 << 20;
    Retention retention =
        new Retention(Optional.empty(), OptionalLong.of(most), () -> LATER, heard -> {});
    try (Journal journal = Journal.create(folder, JournalContract.RUN, retention)) {
      for (int number = 1; number <= 1_000; number++) {
        // Some share a page and some take many.
        int length = number % 50 == 0 ? 20_000 : 1_000;
        journal.append(marked(number, words(random, length), Optional.empty()));
        if (number % 50 == 0) {
          JournalContract.done(journal.flush());
          journal.counted(number);
          awaitSize(folder, most);
        }
      }
    }

    long purged = purges(folder).get(0).prefixes();
    assertThat(Files.size(folder.journal())).isBetween(most / 2, most + (1 << 20));
    assertThat(recorded(folder).subList(0, (int) purged))
        .allMatch(row -> row.text().get(0).startsWith("Purged"));
    assertThat(recorded(folder).subList((int) purged, 1_000))
        .hasSizeGreaterThan(100)
        .noneMatch(row -> row.text().get(0).startsWith("Purged"));
    assertThat(purges(folder).get(0).through()).isEqualTo(purged);
  }

  private static void awaitSize(RunFolder folder, long most) {
    try (JournalConnection connection = folder.database().read()) {
      while (connection.bytes().orElseThrow() > most) {
        Thread.onSpinWait();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void isAskedForWithOrWithoutAServerButForASizeOfItsTables() {
    String url = "url = \"jdbc:postgresql://localhost/journals\", ";

    assertThat(Places.of("retain = 30d").retention().age()).contains(Duration.ofDays(30));
    assertThat(Places.of("retain = 30d").server()).isEmpty();
    assertThat(Places.of("retain-bytes = 1MiB").retention().bytes()).hasValue(1 << 20);
    assertThat(Places.of(url + "retain = 1d").retention().age()).contains(Duration.ofDays(1));
    assertThat(Places.of(url + "retain = 1d").server()).isPresent();
    assertThatThrownBy(() -> Places.of(url + "retain-bytes = 1MiB"))
        .hasMessageContaining("journal.retain-bytes is for a journal in the run's folder");
  }

  @Test
  void writesTheNewFileInTheRunsFolderOnly() throws IOException {
    RunFolder folder = newFolder();
    write(folder, 400, new Random(1));
    Set<String> seen = ConcurrentHashMap.newKeySet();
    Thread watcher =
        new Thread(
            () -> {
              while (!Thread.currentThread().isInterrupted()) {
                seen.addAll(temporary());
              }
            });
    watcher.start();
    try {
      for (int i = 0; seen.isEmpty() && i < 200; i++) {
        folder.database().sweep();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      watcher.interrupt();
    }

    assertThat(seen).isNotEmpty().allMatch(file -> file.startsWith(folder.path().toString()));
  }

  /** What SQLite has open in this process for a while only. */
  private static Set<String> temporary() {
    Set<String> found = new HashSet<>();
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      for (Path file : open.toList()) {
        if (Files.isSymbolicLink(file)) {
          String target = Files.readSymbolicLink(file).toString();
          if (target.contains("etilqs_")) {
            found.add(target);
          }
        }
      }
    } catch (IOException closedMeanwhile) {
      return found;
    }
    return found;
  }

  @Test
  void saysThatTheTextIsNotYetOutOfTheFile() throws IOException {
    RunFolder folder = newFolder();
    write(folder, 3, new Random(1));
    Files.createDirectory(folder.path().resolve("journal.db-wal"));

    assertThatThrownBy(() -> folder.database().sweep())
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("out of the rows, but not yet out of the file")
        .hasMessageContaining("in " + folder.path())
        .hasMessageContaining("then purge again");
  }

  @Test
  void isRefusedWhileAProcessIsAtWorkOnTheRun() {
    RunFolder folder = newFolder();
    write(folder, 3, new Random(1));
    List<Recorded> before = recorded(folder);
    try (RunLock lock = folder.lock()) {
      assertThat(lock).isNotNull();
      assertThatThrownBy(() -> purge(folder, all()))
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("in use by process");
    }
    assertThat(recorded(folder)).isEqualTo(before);
  }

  private static Admission marked(long number, String text, Optional<String> user) {
    return new Admission(
        number,
        new Prefix(
            "c" + number,
            1,
            List.of(message(text)),
            List.of(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode().put("name", MARKER)),
        user,
        Optional.empty(),
        new Position("log", number),
        Map.of());
  }

  private static JsonNode message(String text) {
    return JsonNodeFactory.instance.objectNode().put("role", "user").put("content", MARKER + text);
  }

  private static String words(Random random, int length) {
    return random
        .ints(length, ' ', '~')
        .mapToObj(Character::toString)
        .collect(Collectors.joining());
  }

  /** Pieces of the packed texts of every second admission. */
  static Set<String> parts(RunFolder folder, int remainder) throws SQLException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.journal());
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                ("SELECT body FROM prefix_text WHERE number %% 2 = %d UNION ALL"
                        + " SELECT body FROM reply_text WHERE (id >> 10) %% 2 = %d")
                    .formatted(remainder, remainder))) {
      Set<String> parts = new HashSet<>();
      while (rows.next()) {
        String body = latin(rows.getBytes(1));
        // What every text begins with says nothing of its own.
        for (int i = 120; i + PIECE <= body.length(); i += PIECE) {
          parts.add(body.substring(i, i + PIECE));
        }
      }
      return parts;
    }
  }

  /** Which of the pieces are in a file of the folder; a page's end cuts some. */
  static Set<String> found(RunFolder folder, Set<String> parts) throws IOException {
    Set<String> found = new HashSet<>();
    for (String content : contents(folder)) {
      for (int i = 0; i + PIECE <= content.length(); i++) {
        String piece = content.substring(i, i + PIECE);
        if (parts.contains(piece)) {
          found.add(piece);
        }
      }
    }
    return found;
  }

  /** How often the marker stands in the folder, as it is or packed within a page. */
  static int markers(RunFolder folder) throws IOException {
    int count = 0;
    for (String content : contents(folder)) {
      for (int i = content.indexOf(MARKER); i >= 0; i = content.indexOf(MARKER, i + 1)) {
        count++;
      }
      for (int i = content.indexOf(PACKED); i >= 0; i = content.indexOf(PACKED, i + 1)) {
        String rest = content.substring(i, Math.min(content.length(), i + 20_000));
        count += unpacked(rest.getBytes(StandardCharsets.ISO_8859_1)).contains(MARKER) ? 1 : 0;
      }
    }
    return count;
  }

  private static String unpacked(byte[] packed) {
    try {
      byte[] frame = Arrays.copyOf(packed, (int) Zstd.findFrameCompressedSize(packed));
      return latin(Zstd.decompress(frame, (int) Zstd.getFrameContentSize(frame)));
    } catch (RuntimeException cutByAPage) {
      return "";
    }
  }

  private static List<String> contents(RunFolder folder) throws IOException {
    List<String> contents = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.path())) {
      for (Path file : files.toList()) {
        contents.add(latin(Files.readAllBytes(file)));
      }
    }
    return contents;
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
