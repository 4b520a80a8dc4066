package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InitCommandTest {
  private static final String LINE =
      "{\"id\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"},"
          + "{\"role\":\"assistant\",\"content\":\"Good day\"}]}%n";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void writeLog() throws IOException {
    Files.createDirectory(folder.resolve("logs"));
    Files.writeString(
        folder.resolve("logs/my chats.jsonl"),
        LINE.formatted("a") + "nonsense\n" + LINE.formatted("b"));
  }

  @Test
  void writesAPlanWhosePathsStartAtItsOwnFolder() throws IOException {
    Path plan = folder.resolve("plan.conf");
    String log = relative("logs/my chats.jsonl");

    int exitCode = run("init", log, "--out", plan.toString());

    assertThat(exitCode).as(err.toString(StandardCharsets.UTF_8)).isZero();
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains("2 of 3 lines usable")
        .contains("Next: rehearsal plan %s, then rehearsal run %s".formatted(plan, plan));
    assertThat(Files.readString(plan))
        .contains("paths = [\"logs/my chats.jsonl\"]")
        .contains("name = \"my-chats\"");
  }

  @Test
  void writesAPlanThatTheLogDoesNotStop() {
    Path plan = folder.resolve("plan.conf");
    run("init", relative("logs/my chats.jsonl"), "--out", plan.toString());

    assertThat(run("plan", plan.toString())).as(err.toString(StandardCharsets.UTF_8)).isZero();
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    Path plan = Files.writeString(folder.resolve("plan.conf"), "mine");

    assertThat(run("init", relative("logs/my chats.jsonl"), "--out", plan.toString())).isEqualTo(2);

    assertThat(Files.readString(plan)).isEqualTo("mine");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("is there already");
  }

  @Test
  void refusesALogWithoutAUsableLine() throws IOException {
    Path log = Files.writeString(folder.resolve("empty.jsonl"), "nonsense\n");

    assertThat(run("init", log.toString())).isEqualTo(2);

    assertThat(out.size()).isZero();
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("no usable line among 1");
  }

  private String relative(String file) {
    return Path.of("").toAbsolutePath().relativize(folder.resolve(file)).toString();
  }

  private int run(String... arguments) {
    return Main.run(Console.of(InputStream.nullInputStream(), out, err), arguments);
  }
}
