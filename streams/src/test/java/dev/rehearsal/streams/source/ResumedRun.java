package dev.rehearsal.streams.source;

import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.journal.Admission;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A run over Kafka whose journal is read again. */
public record ResumedRun(RunFolder run, JournalReader reader, long admitted, List<String> happened)
    implements AutoCloseable {

  /**
   * @param topic where the admitted ones stood
   * @param facts of the journal's row
   * @param happened is added what the source tells
   */
  public static ResumedRun of(
      Path run,
      List<Sampled> admitted,
      String topic,
      Map<String, Long> facts,
      List<String> happened) {
    RunFolder folder = RunFolder.create(run);
    try (Journal journal =
        Journal.create(
            folder,
            RunRow.begun("kafka", "", Map.of(), Map.of(), 7, Instant.EPOCH).withFunnel(facts))) {
      long number = 0;
      for (Sampled sampled : admitted) {
        String source = sampled.position().source();
        journal.append(
            new Admission(
                ++number,
                sampled.prefix(),
                sampled.user(),
                sampled.time(),
                new Position(
                    topic + source.substring(source.lastIndexOf('-')), sampled.position().line()),
                sampled.slices()));
      }
    }
    return new ResumedRun(folder, JournalReader.open(folder), admitted.size(), happened);
  }

  public Preparation preparation() {
    Preparation plain = Logs.preparation(run.path());
    return new Preparation(
        plain.sample(),
        plain.quarantine(),
        plain.maxPrefixes(),
        run.path(),
        List.of(),
        plain.standardInput(),
        new Before(reader.run().funnel(), admitted, () -> reader.admissions(1)),
        (kind, detail) -> happened.add(kind + " " + detail));
  }

  @Override
  public void close() {
    reader.close();
  }
}
