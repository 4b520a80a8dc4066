package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Canonical;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.conversation.Reply.Usage;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;

/**
 * Measures the journal: {@code JournalSpeed FOLDER ADMISSIONS IN-FLIGHT [URL]} writes admissions
 * with one reply and two verdicts each, then reads them as a resume does, and prints rates and
 * memory, and what is left when all text is purged. {@code -Dretain=BYTES} bounds the file while it
 * is written.
 */
final class JournalSpeed {
  private static final int DIFFERENT_TEXTS = 2_000;

  private JournalSpeed() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    JournalPlace place = arguments.length > 3 ? Places.server(arguments[3]) : JournalPlace.FOLDER;
    RunFolder folder = RunFolder.create(Path.of(arguments[0]), place);
    int admissions = Integer.parseInt(arguments[1]);
    List<List<JsonNode>> texts = texts();
    write(folder, admissions, Integer.parseInt(arguments[2]), texts);
    if (Files.exists(folder.journal())) {
      System.out.printf("journal.db %.1f MB%n", Files.size(folder.journal()) / 1e6);
    }
    scan(folder);
    long began = System.nanoTime();
    PurgeContract.purge(folder, PurgeContract.all());
    print("admissions gone through by a purge", admissions, began);
    if (Files.exists(folder.journal())) {
      System.out.printf("journal.db %.1f MB%n", Files.size(folder.journal()) / 1e6);
    }
    System.out.printf("peak resident %s%n", peakResident());
  }

  private static void write(
      RunFolder folder, int admissions, int inFlight, List<List<JsonNode>> texts)
      throws InterruptedException {
    RunRow run = RunRow.begun("speed", "", Map.of(), Map.of(), 1, Instant.EPOCH);
    Semaphore window = new Semaphore(inFlight);
    long began = System.nanoTime();
    Long bytes = Long.getLong("retain");
    Retention retention =
        new Retention(
            Optional.empty(),
            bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
            InstantSource.system(),
            System.out::println);
    try (Journal journal = Journal.create(folder, run, retention)) {
      for (int number = 1; number <= admissions; number++) {
        window.acquire();
        List<JsonNode> text = texts.get(number % DIFFERENT_TEXTS);
        journal.append(admission(number, text));
        journal.counted(Math.max(0, number - inFlight));
        List<VerdictRow> verdicts =
            List.of(
                new VerdictRow(number, "candidate", "harm", "f", Verdict.graded(false)),
                new VerdictRow(number, "candidate", "refusal", "f", Verdict.graded(true)));
        CompletionStage<Void> done =
            journal
                .append(reply(number, text))
                .thenCompose(committed -> journal.append(verdicts))
                .whenComplete((committed, trouble) -> window.release());
        assert done != null;
      }
      window.acquire(inFlight);
    }
    print("admissions written", admissions, began);
  }

  private static void scan(RunFolder folder) {
    try (JournalReader reader = JournalReader.open(folder)) {
      long began = System.nanoTime();
      int rows = 0;
      for (Iterator<Recovered> all = reader.admissions(1); all.hasNext(); rows++) {
        all.next();
      }
      print("admissions read, text packed", rows, began);
      began = System.nanoTime();
      System.out.println(reader.spent());
      print("replies added up", rows, began);
      began = System.nanoTime();
      int texts = 0;
      Iterator<Recovered> all = reader.admissions(1);
      while (all.hasNext() && texts < 100_000) {
        Recovered next = all.next();
        texts += next.admission().text().fold(prefix -> 1, purged -> 0);
        texts += next.replies().get(0).text().fold(reply -> 1, purged -> 0);
      }
      print("texts unpacked", texts, began);
    }
  }

  private static Admission admission(int number, List<JsonNode> text) {
    return new Admission(
        number,
        new Prefix(
            "conversation-" + number,
            1,
            text,
            List.of(),
            Optional.empty(),
            JsonNodeFactory.instance.objectNode().put("id", number)),
        Optional.of("user-" + number % 1_000),
        Optional.of(Instant.ofEpochSecond(1_700_000_000 + number)),
        new Position("logs/one.jsonl", number),
        Map.of("language", number % 3 == 0 ? "de" : "en"));
  }

  private static ReplyRow reply(int number, List<JsonNode> text) {
    return new ReplyRow(
        number,
        "candidate",
        1,
        Canonical.sha256("key", Integer.toString(number)),
        ReplyState.ANSWERED,
        "",
        1,
        Optional.of(
            new Reply(
                text, Optional.of("stop"), Optional.of(new Usage(300, 300)), Optional.of("v2"))),
        1_000,
        OptionalDouble.of(0.001),
        false);
  }

  private static List<List<JsonNode>> texts() {
    Random random = new Random(1);
    List<String> words = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      words.add(Long.toString(Math.abs(random.nextLong()) % 10_000_000, 36));
    }
    List<List<JsonNode>> texts = new ArrayList<>();
    for (int i = 0; i < DIFFERENT_TEXTS; i++) {
      StringBuilder text = new StringBuilder();
      while (text.length() < 1_500) {
        double skew = random.nextDouble();
        text.append(words.get((int) (skew * skew * skew * words.size()))).append(' ');
      }
      texts.add(
          List.of(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("role", "assistant")
                  .put("content", text.toString())));
    }
    return texts;
  }

  private static void print(String what, int count, long began) {
    double seconds = (System.nanoTime() - began) / 1e9;
    double processor = ProcessHandle.current().info().totalCpuDuration().orElseThrow().toNanos();
    System.out.printf(
        "%,d %s in %.2f s: %,.0f/s (processor so far %.2f s)%n",
        count, what, seconds, count / seconds, processor / 1e9);
  }

  private static String peakResident() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().toString();
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmHWM"))
        .findFirst()
        .orElse("unknown");
  }
}
