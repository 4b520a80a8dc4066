package dev.rehearsal.streams.source;

import java.util.List;
import java.util.function.Consumer;

/** What a log that has an end is read from, in one or more parts. */
public interface LogInput {

  /** Where the plan says what to read, for errors. */
  String origin();

  /** The names of the parts: a record's position is a part and a number. */
  List<String> parts();

  /**
   * Hands every record of a part to {@code use}, once.
   *
   * @throws dev.rehearsal.RehearsalException when not all of the part can be read
   */
  void each(int part, Consumer<Line> use);

  /** Whether the records come in the same order at every reading. */
  boolean ordered();
}
