package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  @TempDir private Path folder;

  @Test
  void isOpenToItsOwnerOnly() throws IOException {
    RunFolder run = RunFolder.create(folder.resolve("runs/one"));

    assertThat(run.path()).isDirectory();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.path())))
        .isEqualTo("rwx------");
  }

  @Test
  void isNotMadeWhereSomethingIs() throws IOException {
    Files.writeString(folder.resolve("precious"), "text");

    assertThatThrownBy(() -> RunFolder.create(folder))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(folder.toString())
        .hasMessageContaining("--resume")
        .extracting(e -> ((RehearsalException) e).exitCode())
        .isEqualTo(RehearsalException.BAD_USAGE);
    assertThatThrownBy(() -> RunFolder.create(folder.resolve("precious")))
        .hasMessageContaining("not an empty folder");
    assertThat(folder.resolve("precious")).hasContent("text");
  }

  @Test
  void saysWhenItCannotBeMade() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertThatThrownBy(() -> RunFolder.create(file.resolve("run")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("cannot make the run's folder")
        .hasMessageContaining("--out");
  }

  @Test
  void saysWhenThereIsNoRun() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "text");

    assertThatThrownBy(() -> RunFolder.open(folder.resolve("nowhere")))
        .hasMessageContaining("is not a run: no such folder");
    assertThatThrownBy(() -> RunFolder.open(file)).hasMessageContaining("not a folder");
    assertThatThrownBy(() -> RunFolder.open(folder)).hasMessageContaining("it has no journal.db");
  }

  @Test
  void isLockedOnceOnly() {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    RunLock lock = run.lock();

    assertThatThrownBy(run::lock)
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(run + " is in use by process " + ProcessHandle.current().pid());

    lock.close();
    run.lock().close();
  }

  @Test
  void refusesASecondProcessUntilTheFirstIsKilled() throws IOException, InterruptedException {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    Process holder = ChildProcess.start(folder, Holder.class, run.path().toString());
    try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
      assertThat(output.readLine()).isEqualTo("locked");

      assertThatThrownBy(run::lock)
          .hasMessageContaining(run.toString())
          .hasMessageContaining("in use by process " + holder.pid());
    } finally {
      holder.destroyForcibly().waitFor();
    }
    run.lock().close();
  }

  /** Another process that has the lock until its standard input ends. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws IOException {
      RunLock lock = RunFolder.create(Path.of(arguments[0])).lock();
      System.out.println("locked");
      int end = System.in.read();
      lock.close();
      System.out.println(end);
    }
  }
}
