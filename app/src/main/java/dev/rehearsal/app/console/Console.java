package dev.rehearsal.app.console;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a command talks to. Results go to {@code out}, progress and trouble to {@code err}; both
 * write UTF-8 whatever the machine's own encoding.
 *
 * @param in standard input, as it comes
 * @param out for results only; buffered, so flush what a reader waits for
 * @param err flushed after each line
 * @param terminal which of these a person looks at
 */
public record Console(InputStream in, PrintWriter out, PrintWriter err, Terminal terminal) {

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

  private static PrintWriter writer(OutputStream stream, boolean flushLines) {
    return new PrintWriter(stream, flushLines, StandardCharsets.UTF_8);
  }
}
