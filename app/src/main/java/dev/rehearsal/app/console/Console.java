package dev.rehearsal.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a command talks to. Results go to {@code out}, progress and trouble to {@code err}; both
 * write UTF-8 whatever the machine's own encoding.
 *
 * @param in standard input, as it comes
 * @param out for results only; buffered, so flush what a reader waits for
 * @param err flushed after each line
 * @param terminal which of these a person looks at
 * @param log where {@code err} is for services; else empty
 */
public record Console(
    InputStream in, PrintWriter out, PrintWriter err, Terminal terminal, Optional<JsonLog> log) {

  /** One for people. */
  public Console(InputStream in, PrintWriter out, PrintWriter err, Terminal terminal) {
    this(in, out, err, terminal, Optional.empty());
  }

  /** That of the process. */
  public static Console ofProcess() {
    return new Console(
        System.in,
        writer(new FileOutputStream(FileDescriptor.out), false),
        writer(new FileOutputStream(FileDescriptor.err), true),
        Terminal.ofProcess());
  }

  /** That of a test: nobody looks at it. */
  public static Console of(InputStream in, OutputStream out, OutputStream err) {
    return new Console(in, writer(out, false), writer(err, true), Terminal.NONE);
  }

  /** The same for a service: {@code err} takes one JSON object a line, and nobody can be asked. */
  public Console logging(InstantSource clock) {
    JsonLog json = new JsonLog(err, clock);
    Terminal result =
        new Terminal(
            false, terminal.out(), false, terminal.colour(), terminal.columns(), terminal.rows());
    return new Console(in, out, json.lines("INFO"), result, Optional.of(json));
  }

  /** Where it is said why a command failed. */
  public PrintWriter troubles() {
    return log.map(json -> json.lines("ERROR")).orElse(err);
  }

  private static PrintWriter writer(OutputStream stream, boolean flushLines) {
    return new PrintWriter(stream, flushLines, StandardCharsets.UTF_8);
  }
}
