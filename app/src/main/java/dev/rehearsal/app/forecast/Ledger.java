package dev.rehearsal.app.forecast;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.conversation.Canonical;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;

/**
 * A list of forecasts that only grows: a line of JSON each, which holds the hash of the line
 * before. Changing, moving or taking out a line breaks every hash after it; that the last lines
 * were taken away is seen by who kept the hash of the last line.
 */
record Ledger(Path file) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FIRST = "0".repeat(64);
  private static final String PREVIOUS = "previous";
  private static final String FORECAST = "forecast";

  /**
   * Adds a forecast, durably, while no other process adds one.
   *
   * @param sha256 of the forecast
   * @return the hash of the new last line, worth keeping elsewhere
   * @throws RehearsalException with exit code 3 when the ledger is broken; else when it cannot be
   *     written
   */
  String append(String sha256, String run, Instant when) {
    synchronized (Ledger.class) { // A file's lock is the process's, not the thread's.
      try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        String last = check(Files.readString(file));
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put(PREVIOUS, last).put("run", run).put(FORECAST, sha256).put("at", when.toString());
        String line = Canonical.json(entry);
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        write(channel, bytes);
        return Canonical.sha256(line);
      } catch (IOException e) {
        throw RehearsalException.failed(
            file
                + ": cannot add to the ledger ("
                + e.getMessage()
                + "); name another with --ledger",
            e);
      }
    }
  }

  /** Adds the bytes whole or not at all: half a line would keep any other from following. */
  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    long end = channel.size();
    try {
      for (long at = end; bytes.hasRemaining(); ) {
        at += channel.write(bytes, at);
      }
      channel.force(true);
    } catch (IOException e) {
      channel.truncate(end);
      throw e;
    }
  }

  /**
   * Checks that more can be added; a ledger that is not there yet is none to complain of.
   *
   * @throws RehearsalException with exit code 3 when a line was changed or taken out
   */
  void requireIntact() {
    if (Files.exists(file)) {
      check(read());
    }
  }

  /**
   * Checks every line, and that a forecast is among them.
   *
   * @return the hash of the last line
   * @throws RehearsalException with exit code 3 when a line was changed or taken out, or the
   *     forecast is not listed
   */
  String verify(String sha256) {
    String text = read();
    String last = check(text);
    boolean listed =
        text.lines().anyMatch(line -> entry(line, 0).path(FORECAST).asText().equals(sha256));
    if (!listed) {
      throw RehearsalException.tampered("%s does not list the forecast %s".formatted(file, sha256));
    }
    return last;
  }

  private String read() {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      throw RehearsalException.badUsage(file + ": there is no such ledger");
    } catch (IOException e) {
      throw RehearsalException.failed(file + ": cannot read the ledger: " + e.getMessage(), e);
    }
  }

  /** Walks the chain; the hash of its last line. */
  private String check(String text) {
    if (!text.isEmpty() && !text.endsWith("\n")) {
      throw RehearsalException.tampered(
          file + ": the last line is cut off; nothing may follow it until that is understood");
    }
    String previous = FIRST;
    List<String> lines = text.lines().toList();
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      JsonNode entry = entry(line, number);
      if (!entry.path(PREVIOUS).asText().equals(previous) || !Canonical.json(entry).equals(line)) {
        throw RehearsalException.tampered(
            "%s:%d does not follow from the line before: a line was changed, moved or taken out"
                .formatted(file, number));
      }
      previous = Canonical.sha256(line);
    }
    return previous;
  }

  private JsonNode entry(String line, int number) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw RehearsalException.tampered("%s:%d is no JSON".formatted(file, number));
    }
  }
}
