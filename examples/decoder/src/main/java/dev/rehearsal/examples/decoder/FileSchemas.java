package dev.rehearsal.examples.decoder;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Schemas in files {@code ID.avsc} of a folder. */
record FileSchemas(Path folder) implements Schemas {

  static FileSchemas in(Path folder) {
    return new FileSchemas(folder);
  }

  @Override
  public Optional<Schema> schema(int id) {
    Path file = folder.resolve(id + ".avsc");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new Schema.Parser().parse(Files.readString(file)));
    } catch (IOException | AvroRuntimeException e) {
      throw RehearsalException.failed(file + " is no schema of Avro: " + e.getMessage(), e);
    }
  }
}
