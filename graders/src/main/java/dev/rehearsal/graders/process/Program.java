package dev.rehearsal.graders.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One running program. A thread writes to it, one reads its answers, one its complaints: a program
 * that reads slowly holds up nobody else. Thread-safe.
 */
final class Program {
  private static final int LONGEST_LINE = 16 << 20;
  private static final long GRACE_SECONDS = 2;
  private static final String NO_MORE = "";

  private final Process process;
  private final BlockingQueue<String> questions = new LinkedBlockingQueue<>();
  private final CompletableFuture<Void> heard = new CompletableFuture<>();

  private Program(Process process) {
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param answers takes each line of its standard output
   * @param complaints takes each line of its standard error
   * @throws IOException when it cannot be started
   */
  static Program start(
      ProcessSettings settings, Consumer<String> answers, Consumer<String> complaints)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(settings.command());
    builder.directory(settings.folder().toAbsolutePath().toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().retainAll(settings.environment());
    Program program = new Program(builder.start());
    Process process = program.process;
    daemon("grader-stdin", program::write);
    daemon(
        "grader-stdout",
        () -> {
          program.read(process.inputReader(StandardCharsets.UTF_8), answers);
          program.heard.complete(null);
        });
    daemon(
        "grader-stderr",
        () -> program.read(process.errorReader(StandardCharsets.UTF_8), complaints));
    program.afterExit(() -> program.questions.add(NO_MORE));
    return program;
  }

  /**
   * Calls {@code action} once when the program has ended and its last answers were taken; no later
   * than two seconds after its end, as something that it started may hold its output open.
   */
  void onExit(Runnable action) {
    afterExit(
        () ->
            ignored(
                heard.completeOnTimeout(null, GRACE_SECONDS, TimeUnit.SECONDS).thenRun(action)));
  }

  private void afterExit(Runnable action) {
    ignored(process.onExit().thenRun(action));
  }

  /** For stages whose outcome nobody needs. */
  private static void ignored(CompletableFuture<?> unused) {}

  /** Gives the program one line; returns at once. */
  void ask(String line) {
    questions.add(line);
  }

  /** Ends the program and what it has started. */
  void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  /** Asks the program to end; ends it when it has not within two seconds. */
  void stop() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroy);
    process.destroy();
    if (!process.waitFor(GRACE_SECONDS, TimeUnit.SECONDS)) {
      kill();
    }
  }

  private void write() {
    try (OutputStream out = process.getOutputStream()) {
      for (String line = questions.take(); !line.equals(NO_MORE); line = questions.take()) {
        out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (IOException | InterruptedException noReader) {
      // It no longer reads: it has ended, or it must. Its exit is what the grader acts on.
      kill();
    }
  }

  private void read(BufferedReader reader, Consumer<String> lines) {
    try (reader) {
      StringBuilder line = new StringBuilder();
      while (readLine(reader, line)) {
        lines.accept(line.toString());
        line.setLength(0);
      }
    } catch (IOException ended) {
      kill();
    }
  }

  private static boolean readLine(Reader reader, StringBuilder line) throws IOException {
    for (int c = reader.read(); c >= 0; c = reader.read()) {
      if (c == '\n') {
        return true;
      }
      if (line.length() >= LONGEST_LINE) {
        throw new IOException("a line of more than " + LONGEST_LINE + " characters");
      }
      line.append((char) c);
    }
    return line.length() > 0;
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
