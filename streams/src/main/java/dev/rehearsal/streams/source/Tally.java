package dev.rehearsal.streams.source;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Quarantine;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.UnusableException;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what becomes of records, and writes those set aside to {@code quarantine.jsonl}: file,
 * line, reason, where in the record, and the id where it is known; never text of a conversation.
 * One thread counts; any may look.
 */
public final class Tally implements AutoCloseable {
  private static final int MOST_SHOWN = 3;

  private final Path file;
  private final BufferedWriter writer;
  private final Quarantine limit;
  private final AtomicLong read = new AtomicLong();
  private final AtomicLong quarantined = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong unsampled = new AtomicLong();
  private final AtomicLong sampled = new AtomicLong();
  private final List<String> first = new ArrayList<>();
  private final Map<String, Long> reasons = new ConcurrentSkipListMap<>();

  /** Where the records begin that are not judged yet. */
  private long judgedRead;

  private long judgedBad;

  public Tally(Path runFolder, Quarantine limit) {
    this(runFolder, limit, Map.of());
  }

  /**
   * Goes on with what was counted before.
   *
   * @param facts see {@link SourceFacts}; records that were set aside after those facts will be
   *     again, so they are taken off the file
   */
  public Tally(Path runFolder, Quarantine limit, Map<String, Long> facts) {
    this.file = runFolder.resolve("quarantine.jsonl");
    this.limit = limit;
    Funnel before = SourceFacts.funnel(facts);
    read.set(before.read());
    quarantined.set(before.quarantined());
    dropped.set(before.dropped());
    unsampled.set(before.unsampled());
    sampled.set(before.sampled());
    reasons.putAll(SourceFacts.quarantined(facts));
    judgedRead = before.read();
    judgedBad = before.quarantined();
    try {
      keepOnly(before.quarantined());
      this.writer =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw RehearsalException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /** Cuts the file behind so many lines, however long it is. */
  private void keepOnly(long lines) throws IOException {
    if (lines == 0) {
      Files.deleteIfExists(file);
    }
    if (!Files.exists(file)) {
      return;
    }
    long end = 0;
    try (InputStream all = new BufferedInputStream(Files.newInputStream(file))) {
      long seen = 0;
      for (int next = all.read(); next >= 0 && seen < lines; next = all.read()) {
        end++;
        seen += next == '\n' ? 1 : 0;
      }
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(end);
    }
  }

  public void read() {
    read.incrementAndGet();
  }

  void dropped() {
    dropped.incrementAndGet();
  }

  void unsampled(long records) {
    unsampled.addAndGet(records);
  }

  public void sampled(long records) {
    sampled.addAndGet(records);
  }

  /** Counts what a message that could be used has come to. */
  public Optional<Sampled> screened(Screened screened) {
    if (screened.sampled().isPresent()) {
      sampled(1);
    } else if (screened.dropped()) {
      dropped();
    } else {
      unsampled(1);
    }
    return screened.sampled();
  }

  public void quarantined(Position position, UnusableException why) {
    quarantined.incrementAndGet();
    if (why.reason() == Reason.CUT) {
      // The records were good, and their topic's retention is not mended by ending the run.
      judgedBad++;
    }
    if (first.size() < MOST_SHOWN) {
      first.add("%s:%d: %s".formatted(position.source(), position.line(), why.reason().text()));
    }
    reasons.merge(why.reason().text(), 1L, Long::sum);
    ObjectNode entry =
        JsonNodeFactory.instance
            .objectNode()
            .put("file", position.source())
            .put("line", position.line())
            .put("reason", why.reason().text());
    if (!why.detail().isEmpty()) {
      entry.put("detail", why.detail());
    }
    why.id().ifPresent(id -> entry.put("id", id));
    try {
      writer.write(entry.toString());
      writer.write('\n');
      writer.flush();
    } catch (IOException e) {
      throw RehearsalException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  public Funnel funnel() {
    return new Funnel(read.get(), quarantined.get(), dropped.get(), unsampled.get(), sampled.get());
  }

  /** Everything counted so far, in the journal's form. */
  public Map<String, Long> facts() {
    return SourceFacts.of(funnel(), reasons);
  }

  public Map<String, Long> reasons() {
    return new TreeMap<>(reasons);
  }

  /**
   * Judges the share of each so many records, {@code quarantine.after}: one that has no end would
   * hide what goes wrong today behind what went well for weeks, and the other way round.
   *
   * @throws RehearsalException when too much is unusable
   */
  public void judgeOnTheWay() {
    if (read.get() - judgedRead >= limit.after()) {
      judge();
      judgedRead = read.get();
      judgedBad = quarantined.get();
    }
  }

  /**
   * Judges the share of what was read since it was last judged, by this process.
   *
   * @throws RehearsalException when too much is unusable
   */
  public void judge() {
    long bad = quarantined.get() - judgedBad;
    long all = read.get() - judgedRead;
    if (bad > limit.maxShare() * all) {
      throw RehearsalException.failed(
          "%d of %s%d records cannot be used, more than quarantine.max-share = %s: %s. The first: %s. A run lists all in quarantine.jsonl of its folder. Mend the log, or raise the share"
              .formatted(
                  bad,
                  judgedRead == 0 ? "" : "the last ",
                  all,
                  limit.maxShare(),
                  reasons(),
                  String.join("; ", first)));
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw RehearsalException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
