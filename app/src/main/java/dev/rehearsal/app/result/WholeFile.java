package dev.rehearsal.app.result;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that is written whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Replaces it.
   *
   * @param elsewhere what else has it, for the message
   * @throws RehearsalException when it cannot be written
   */
  public static void write(Path file, String text, String elsewhere) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw RehearsalException.failed(
          "%s: cannot write the result (%s); %s has it".formatted(file, e.getMessage(), elsewhere),
          e);
    }
  }
}
