package dev.rehearsal.app.plan;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder that is gone afterwards, with all that is in it.
 *
 * @param path open to its owner only
 */
record TemporaryFolder(Path path) implements AutoCloseable {

  static TemporaryFolder create() {
    try {
      return new TemporaryFolder(Files.createTempDirectory("rehearsal-plan-"));
    } catch (IOException e) {
      throw RehearsalException.failed(
          "cannot make a temporary folder (" + e.getMessage() + "); is the disk full?", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> walk = Files.walk(path)) {
      List<Path> deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.delete(each);
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          path + ": cannot remove the temporary folder: " + e.getMessage(), e);
    }
  }
}
