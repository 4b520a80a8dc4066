package dev.rehearsal.app.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Standard error as one JSON object a line: {@code time}, {@code level}, {@code logger}, {@code
 * message}, and {@code kind} for what the journal keeps as an event. Thread-safe.
 */
public final class JsonLog {
  /** What the program itself says; libraries speak under their own names. */
  private static final String LOGGER = "rehearsal";

  private final PrintWriter out;
  private final InstantSource clock;

  JsonLog(PrintWriter out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  /** The object of one message. */
  static ObjectNode line(Instant time, String level, String logger, String message) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("time", time.toString())
        .put("level", level)
        .put("logger", logger)
        .put("message", message);
  }

  /** Writes something that the journal keeps. */
  public void event(String level, String kind, String message) {
    write(line(clock.instant(), level, LOGGER, message).put("kind", kind));
  }

  /** Makes a message of each line that is printed. */
  PrintWriter lines(String level) {
    return new PrintWriter(new Lines(level), true);
  }

  private void write(ObjectNode line) {
    out.println(line);
    out.flush();
  }

  private final class Lines extends Writer {
    private final String level;
    private final StringBuilder begun = new StringBuilder();

    Lines(String level) {
      this.level = level;
    }

    @Override
    public void write(char[] text, int from, int length) {
      for (int i = from; i < from + length; i++) {
        if (text[i] != '\n') {
          begun.append(text[i]);
        } else {
          String message = begun.toString().strip();
          begun.setLength(0);
          if (!message.isEmpty()) {
            JsonLog.this.write(line(clock.instant(), level, LOGGER, message));
          }
        }
      }
    }

    /** Whole lines are out already; one that was begun is not over. */
    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
