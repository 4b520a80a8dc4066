package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A process of the packaged launcher that is still running.
 *
 * @param out file of its standard output
 * @param err file of its standard error
 */
record Child(Process process, Path out, Path err) implements AutoCloseable {

  /** Starts {@code ./rehearsal} with {@code arguments}. */
  static Child start(Path folder, Map<String, String> environment, String... arguments) {
    try {
      Path files = Files.createTempDirectory(folder, "child");
      Path out = files.resolve("out");
      Path err = files.resolve("err");
      // A build in the background ignores Ctrl-C, and so would its children: they start afresh.
      List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
      command.add(Launched.root().resolve("rehearsal").toString());
      command.addAll(List.of(arguments));
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("REHEARSAL_BUILD", "never");
      builder.environment().putAll(environment);
      return new Child(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for its end; true when it came within {@code patience}. */
  boolean ends(Duration patience) {
    try {
      return process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** What it gave, after its end. */
  Launched ended(Duration patience) {
    assertThat(ends(patience)).as("it ends within %s", patience).isTrue();
    return new Launched(process.exitValue(), read(out), read(err));
  }

  /** What it has said so far. */
  String saying() {
    return read(out) + read(err);
  }

  /** Ends it like {@code kill -9}; returns when it is dead. */
  void kill() {
    process.destroyForcibly();
    assertThat(ends(Duration.ofMinutes(1))).isTrue();
  }

  /** Ctrl-C. */
  void interrupt() {
    try {
      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
