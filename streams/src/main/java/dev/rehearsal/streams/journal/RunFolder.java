package dev.rehearsal.streams.journal;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** The folder of one run, open to its owner only. Thread-safe. */
public final class RunFolder {
  private final Path path;
  private final JournalDatabase database;

  private RunFolder(Path path, JournalDatabase database) {
    this.path = path;
    this.database = database;
  }

  /** Makes the folder of a new run that has its journal in it. */
  public static RunFolder create(Path path) {
    return create(path, JournalPlace.FOLDER);
  }

  /**
   * Makes the folder of a new run, with its parents.
   *
   * @throws RehearsalException when there is something in it already, or it cannot be made
   */
  public static RunFolder create(Path path, JournalPlace place) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && !isEmptyFolder(path)) {
      throw RehearsalException.badUsage(
          path
              + " exists already and is not an empty folder; name another with --out, or continue"
              + " the run in it with --resume");
    }
    try {
      Files.createDirectories(path);
      PosixFileAttributeView posix = Files.getFileAttributeView(path, PosixFileAttributeView.class);
      if (posix != null) {
        posix.setPermissions(PosixFilePermissions.fromString("rwx------"));
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot make the run's folder (" + reason(e) + "); name another with --out", e);
    }
    return new RunFolder(
        path,
        place
            .server()
            .<JournalDatabase>map(server -> new PostgresDatabase(server, UUID.randomUUID()))
            .orElseGet(() -> new SqliteDatabase(file(path))));
  }

  /**
   * The folder of a run that exists, to go on with it as a plan says.
   *
   * @throws RehearsalException also when its journal is elsewhere than {@code place}
   */
  public static RunFolder open(Path path, JournalPlace place) {
    RunFolder folder = open(path);
    Optional<PostgresServer> planned = place.server().map(JournalPlace.Server::address);
    if (folder.database instanceof PostgresDatabase found) {
      String url = found.server().url();
      if (planned.isPresent() && !planned.get().url().equals(url)) {
        throw RehearsalException.badUsage(
            "%s: journal.url is %s, but %s says that the run's journal is at %s; correct what is wrong"
                .formatted(planned.get().origin(), planned.get().shown(), pointer(path), url));
      }
      return place
          .server()
          .map(server -> new RunFolder(path, new PostgresDatabase(server, found.run())))
          .orElse(folder);
    }
    if (planned.isPresent()) {
      throw RehearsalException.badUsage(
          "%s: the journal of %s is a file in that folder, and cannot go on elsewhere; take the block journal out"
              .formatted(planned.get().origin(), path));
    }
    return folder;
  }

  /**
   * The folder of a run that exists.
   *
   * @throws RehearsalException when there is no run in it, or it may not be read
   */
  public static RunFolder open(Path path) {
    if (!Files.isDirectory(path)) {
      throw RehearsalException.badUsage(
          path + " is not a run: " + (Files.exists(path) ? "not a folder" : "no such folder"));
    }
    if (!Files.isReadable(path) || !Files.isExecutable(path)) {
      throw RehearsalException.failed(
          path + ": may not be read by this user; runs are open to their owner only");
    }
    if (Files.isRegularFile(pointer(path))) {
      return new RunFolder(path, JournalPointer.read(pointer(path), System::getenv));
    }
    if (!Files.isRegularFile(file(path))) {
      throw RehearsalException.badUsage(
          path + " is not a run: it has no journal.db; a run's folder is what --out named");
    }
    return new RunFolder(path, new SqliteDatabase(file(path)));
  }

  /**
   * Whether there is a run in the folder, to go on with. A folder whose run was killed before its
   * journal held anything is removed, so that it can begin anew.
   *
   * @throws RehearsalException when the journal is there and cannot be read
   */
  public static boolean holdsRun(Path path) {
    if (!Files.isRegularFile(file(path)) && !Files.isRegularFile(pointer(path))) {
      return false;
    }
    RunFolder folder = open(path);
    try (JournalReader reader = JournalReader.open(folder)) {
      if (reader.begun()) {
        return true;
      }
    }
    folder.removeIfUnused();
    return false;
  }

  /** The folder itself. */
  public Path path() {
    return path;
  }

  /** Where the journal is, unless it is on a server. */
  public Path journal() {
    return file(path);
  }

  JournalDatabase database() {
    return database;
  }

  /** Notes where the journal is that was begun. */
  void remember() {
    if (database instanceof PostgresDatabase server) {
      JournalPointer.write(pointer(path), server.server(), server.run());
    }
  }

  private static Path file(Path folder) {
    return folder.resolve("journal.db");
  }

  private static Path pointer(Path folder) {
    return folder.resolve("journal.json");
  }

  /** Where lines that could not be used go. */
  public Path quarantine() {
    return path.resolve("quarantine.jsonl");
  }

  /** Where the result goes. */
  public Path summary() {
    return path.resolve("summary.json");
  }

  /** The socket that takes commands while a process is at work on the run. */
  public Path ctl() {
    return path.resolve("ctl.sock");
  }

  /** Where the rates of closed windows of time go, a line each. */
  public Path windows() {
    return path.resolve("windows.jsonl");
  }

  /** Where the total of a group goes, for a run that counts together with others. */
  public Path total() {
    return path.resolve("total.json");
  }

  /** Where the rates of closed days go, a line each. */
  public Path days() {
    return path.resolve("days.jsonl");
  }

  /**
   * Removes what sources and recorded lanes kept aside for a process that was killed; a resume
   * makes it anew. No process may be at work on the run.
   */
  void removeSpools() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.filter(RunFolder::isSpool).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot remove what a killed process left (" + reason(e) + ")", e);
    }
  }

  /**
   * Whether a source or a recorded lane keeps texts aside in the folder, until its process ends.
   */
  public boolean hasSpools() {
    try (Stream<Path> files = Files.list(path)) {
      return files.anyMatch(RunFolder::isSpool);
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot look into the folder (" + reason(e) + ")", e);
    }
  }

  private static boolean isSpool(Path file) {
    String name = file.getFileName().toString();
    return name.equals("spool") || name.startsWith("recorded-") && name.endsWith(".spool");
  }

  /**
   * Takes the run for this process until the lock is closed or the process dies.
   *
   * @throws RehearsalException when a process, this one included, has it already
   */
  public RunLock lock() {
    return RunLock.take(this);
  }

  /** Whether a process, this one included, is at work on the run. Changes nothing in the folder. */
  public boolean inUse() {
    return RunLock.taken(this);
  }

  /**
   * Removes the folder of a run that came to nothing before its first admission, so that its name
   * is free again. A folder in which something can still be read (an admission, a quarantined line)
   * stays. Nobody may have it open.
   *
   * @throws RehearsalException when the journal is there and cannot be read
   */
  public void removeIfUnused() {
    if (Files.exists(file(path)) || Files.exists(pointer(path))) {
      if (admissions() > 0) {
        return;
      }
      try {
        database.remove();
      } catch (SQLException e) {
        throw database.trouble().writing(e);
      }
    }
    try (Stream<Path> files = Files.walk(path)) {
      if (Files.exists(quarantine()) && Files.size(quarantine()) > 0) {
        return;
      }
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot remove the unused folder (" + reason(e) + ")", e);
    }
  }

  private long admissions() {
    try (JournalReader reader = JournalReader.open(this)) {
      return reader.lastAdmission();
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  static String reason(IOException e) {
    return e.getClass().getSimpleName().replace("Exception", "") + ": " + e.getMessage();
  }

  private static boolean isEmptyFolder(Path path) {
    if (!Files.isDirectory(path)) {
      return false;
    }
    try (Stream<Path> entries = Files.list(path)) {
      return entries.findAny().isEmpty();
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot look into the folder (" + reason(e) + "); name another with --out", e);
    }
  }
}
