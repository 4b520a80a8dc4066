package dev.rehearsal.app;

import dev.rehearsal.app.console.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The command line in this very process, for studies of many runs; nobody sits at a terminal. */
public final class InProcess {
  private InProcess() {}

  /** Runs one command to its end. */
  public static Launched rehearsal(String... arguments) {
    return answering("", arguments);
  }

  /** Runs one with {@code input} on standard input. */
  public static Launched answering(String input, String... arguments) {
    InputStream in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int exitCode = Main.run(Console.of(in, out, err), arguments);
    return new Launched(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
