package dev.rehearsal.streams.journal;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.time.Duration;
import java.util.Optional;

/** Where the journal of a run is to lie: in its folder, or on a server. */
public final class JournalPlace {
  /** A file in the run's folder. */
  public static final JournalPlace FOLDER = new JournalPlace(Optional.empty());

  private static final String DEFAULTS = "rehearsal.journal.postgresql";

  private final Optional<Server> server;

  private JournalPlace(Optional<Server> server) {
    this.server = server;
  }

  /** Reads a plan's {@code journal} block; what is wrong goes into the block's list. */
  public static JournalPlace read(Optional<Block> journal) {
    return journal.map(JournalPlace::read).orElse(FOLDER);
  }

  private static JournalPlace read(Block plain) {
    Block block = plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    Server server = new Server(PostgresServer.read(block), block.duration("answer-timeout"));
    block.done();
    return new JournalPlace(Optional.of(server));
  }

  Optional<Server> server() {
    return server;
  }

  /**
   * A server with room for journals.
   *
   * @param answerTimeout how long it may be at work on one statement
   */
  record Server(PostgresServer address, Duration answerTimeout) {}
}
