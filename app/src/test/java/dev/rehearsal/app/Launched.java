package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a child process of the packaged launcher gave.
 *
 * @param exitCode of the process
 * @param out all of standard output
 * @param err all of standard error
 */
public record Launched(int exitCode, String out, String err) {
  private static final long PATIENCE_SECONDS = 300;

  /** The repository. */
  public static Path root() {
    return Path.of(System.getProperty("rehearsal.root", "..")).toAbsolutePath().normalize();
  }

  /** Runs {@code ./rehearsal} with {@code arguments}, to its end. */
  public static Launched rehearsal(String... arguments) {
    return answering("", arguments);
  }

  /** Runs it with {@code input} on standard input. */
  public static Launched answering(String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of(root().resolve("rehearsal").toString()));
    command.addAll(List.of(arguments));
    return process(root(), Map.of(), input, command);
  }

  /** Runs any command in {@code folder}. */
  public static Launched process(
      Path folder, Map<String, String> environment, String input, List<String> command) {
    try {
      Path files = Files.createTempDirectory("launched");
      Path in = Files.writeString(files.resolve("in"), input);
      Path out = files.resolve("out");
      Path err = files.resolve("err");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      // The build that runs this test made the jar: a second build inside it would take it away.
      builder.environment().put("REHEARSAL_BUILD", "never");
      builder.environment().putAll(environment);
      Process process = builder.start();
      boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends within %s s", command, PATIENCE_SECONDS).isTrue();
      return new Launched(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
