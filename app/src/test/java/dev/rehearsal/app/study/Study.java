package dev.rehearsal.app.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.Recovered;
import dev.rehearsal.streams.journal.RunFolder;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/** A folder with logs, plans and runs of one study. */
record Study(Path folder) {
  /** What every conversation asks, with a number: all are of one length. */
  static final String QUESTION = "Question %016x?";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A log of {@code size} conversations, all of one length; ids and words follow from the seed. */
  Path log(long seed, int size) {
    Path file = folder.resolve("log-" + seed + "-" + size + ".jsonl");
    Random random = new Random(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < size; i++) {
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        line.put("id", "c-%d-%06d".formatted(seed, i));
        line.put("user", "u-%d-%06d".formatted(seed, i));
        line.put("model", "deployed");
        var messages = line.putArray("messages");
        messages
            .addObject()
            .put("role", "user")
            .put("content", QUESTION.formatted(random.nextLong()));
        messages.addObject().put("role", "assistant").put("content", "An answer.");
        out.write(line.toString());
        out.newLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /** Writes a plan. */
  Path plan(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name + ".conf"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A run's result. */
  static JsonNode summary(Path run) {
    return json(run.resolve("summary.json"));
  }

  /** What has to be the same however a run came to its end: estimates, comparisons, digest. */
  static Map<String, String> outcome(Path run) {
    JsonNode summary = summary(run);
    Map<String, String> outcome = new LinkedHashMap<>();
    for (String part : new String[] {"estimates", "comparisons", "digest"}) {
      outcome.put(part, summary.path(part).toPrettyString());
    }
    return outcome;
  }

  /** Hands over all that the journal has of each admission, in order. */
  static void journal(Path run, Consumer<Recovered> consumer) {
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      Iterator<Recovered> all = reader.admissions(1);
      all.forEachRemaining(consumer);
    }
  }

  private static JsonNode json(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** How many admissions a run's journal has; none before there is one. */
  static long admitted(Path run) {
    if (!Files.exists(run.resolve("journal.db"))) {
      return 0;
    }
    try (JournalReader reader = JournalReader.open(RunFolder.open(run))) {
      return reader.lastAdmission();
    }
  }
}
