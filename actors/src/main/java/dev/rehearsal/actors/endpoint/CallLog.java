package dev.rehearsal.actors.endpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rehearsal.RehearsalException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends one JSON line a call. A thread of its own writes what has gathered and flushes whenever
 * it has caught up, so that a line is in the file within moments of its call and a busy endpoint
 * still writes in large pieces. Thread-safe.
 */
final class CallLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CallLog.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MICROS_DIGITS = 3;

  private final Path file;
  private final OutputStream out;
  private final ThreadPoolExecutor writer =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          task -> {
            Thread thread = new Thread(task, "call-log");
            thread.setDaemon(true);
            return thread;
          });

  private boolean broken;

  /**
   * Opens the log for appending.
   *
   * @throws RehearsalException when the file cannot be written
   */
  CallLog(Path file) {
    this.file = file;
    try {
      this.out =
          new BufferedOutputStream(
              Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND),
              BUFFER_BYTES);
    } catch (IOException e) {
      throw RehearsalException.failed(
          "cannot write the call log " + file + ": " + e.getMessage() + "; choose another file", e);
    }
  }

  /**
   * One call.
   *
   * @param start when the head of the request arrived
   * @param end when the last byte of the response was handed over
   * @param outcome {@code answered}, the fault's name, or what was wrong with the request
   */
  record Entry(
      String key,
      int attempt,
      Instant start,
      Instant end,
      String outcome,
      int status,
      String model) {}

  void add(Entry entry) {
    writer.execute(() -> write(entry));
  }

  /** Writes what is still waiting and closes the file. */
  @Override
  public void close() {
    writer.execute(this::closeFile);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.error("the call log {} could not be written out within a minute", file);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void write(Entry entry) {
    if (broken) {
      return;
    }
    try {
      JsonGenerator json = JSON.createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM);
      json.writeStartObject();
      json.writeStringField("key", entry.key());
      json.writeNumberField("attempt", entry.attempt());
      json.writeNumberField("start", millis(entry.start()));
      json.writeNumberField("end", millis(entry.end()));
      json.writeStringField("outcome", entry.outcome());
      json.writeNumberField("status", entry.status());
      json.writeStringField("model", entry.model());
      json.writeEndObject();
      json.writeRaw('\n');
      json.close();
      if (writer.getQueue().isEmpty()) {
        out.flush();
      }
    } catch (IOException e) {
      broken = true;
      LOG.error("the call log {} ends here: {}", file, e.getMessage());
    }
  }

  private void closeFile() {
    try {
      out.close();
    } catch (IOException e) {
      LOG.error("the call log {} may miss its last lines: {}", file, e.getMessage());
    }
  }

  private static BigDecimal millis(Instant time) {
    long micros = time.getEpochSecond() * 1_000_000L + time.getNano() / 1000;
    return BigDecimal.valueOf(micros, MICROS_DIGITS);
  }
}
