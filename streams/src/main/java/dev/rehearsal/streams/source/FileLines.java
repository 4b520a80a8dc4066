package dev.rehearsal.streams.source;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.file.Compression;
import dev.rehearsal.streams.source.LogFiles.LogFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Consumer;

/** Goes through a file's lines, and makes sure that it held still meanwhile. */
final class FileLines {
  private FileLines() {}

  /**
   * Hands every line that is not blank to {@code use}.
   *
   * @throws RehearsalException when the file is damaged or cut, cannot be read, or changed
   */
  static void each(LogFile file, int maxLineBytes, Consumer<? super LineReader> use) {
    State before = State.of(file);
    long line = 0;
    long offset = 0;
    try (InputStream in = Files.newInputStream(file.path());
        LineReader lines = new LineReader(Compression.plain(in, file.name()), maxLineBytes)) {
      try {
        while (lines.advance()) {
          if (!lines.blank()) {
            use.accept(lines);
          }
        }
      } finally {
        line = lines.number();
        offset = lines.offset();
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          "%s: reading stopped at line %d, byte %d: %s. Nothing after it can be read, so nothing was sampled; get a whole copy of the file"
              .formatted(file.name(), line, offset, e.getMessage()),
          e);
    }
    if (!State.of(file).equals(before)) {
      throw RehearsalException.failed(
          file.name() + " changed while it was read; try again when nothing writes to it");
    }
  }

  /** What shows that a file was written to. */
  private record State(long size, FileTime modified) {
    static State of(LogFile file) {
      Path path = file.path();
      try {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        return new State(attributes.size(), attributes.lastModifiedTime());
      } catch (IOException e) {
        throw RehearsalException.failed(file.name() + " cannot be read: " + e.getMessage(), e);
      }
    }
  }
}
