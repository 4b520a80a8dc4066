package dev.rehearsal.examples.decoder;

import java.util.Optional;
import org.apache.avro.Schema;

/** Knows schemas by their number. */
interface Schemas {

  /**
   * The schema of a number; empty when there is none.
   *
   * @throws dev.rehearsal.RehearsalException when nobody can say: the message is not to blame
   */
  Optional<Schema> schema(int id);
}
