package dev.rehearsal.streams.journal;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import java.nio.file.Path;
import java.util.Optional;

/** Places of journals, as plans say them. */
final class Places {
  private Places() {}

  /** A server, asked as a user that needs no password. */
  static JournalPlace server(String url) {
    return of("url = \"" + url + "\", user = postgres");
  }

  /** What {@code journal { … }} of a plan means. */
  static JournalPlace of(String block) {
    Problems problems = new Problems();
    JournalPlace place =
        JournalPlace.read(
            Optional.of(
                Block.of("journal", ConfigFactory.parseString(block), Path.of(""), problems)));
    problems.throwIfAny();
    return place;
  }
}
