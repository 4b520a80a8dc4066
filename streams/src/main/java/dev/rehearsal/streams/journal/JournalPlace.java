package dev.rehearsal.streams.journal;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.time.Duration;
import java.util.Optional;

/** Where the journal of a run is to lie: in its folder, or on a server. */
public final class JournalPlace {
  /** A file in the run's folder. */
  public static final JournalPlace FOLDER = new JournalPlace(Optional.empty(), Retention.NONE);

  private static final String DEFAULTS = "rehearsal.journal.";

  private final Optional<Server> server;
  private final Retention retention;

  private JournalPlace(Optional<Server> server, Retention retention) {
    this.server = server;
    this.retention = retention;
  }

  /** Reads a plan's {@code journal} block; what is wrong goes into the block's list. */
  public static JournalPlace read(Optional<Block> journal) {
    return journal.map(JournalPlace::read).orElse(FOLDER);
  }

  private static JournalPlace read(Block plain) {
    boolean onServer =
        plain.keys().isEmpty() || plain.keys().stream().anyMatch(key -> !key.startsWith("retain"));
    Block kept = plain.withDefaults(defaults("retention"));
    Block block = onServer ? kept.withDefaults(defaults("postgresql")) : kept;
    Retention retention = Retention.read(block);
    Optional<Server> server =
        onServer
            ? Optional.of(new Server(PostgresServer.read(block), block.duration("answer-timeout")))
            : Optional.empty();
    if (onServer && retention.bytes().isPresent()) {
      block.problem(
          "retain-bytes",
          "is for a journal in the run's folder: the tables of a server are those of many runs;"
              + " take retain = 30d there");
    }
    block.done();
    return new JournalPlace(server, retention);
  }

  private static Config defaults(String name) {
    return ConfigFactory.defaultReference().getConfig(DEFAULTS + name);
  }

  /** How long text is kept there. */
  public Retention retention() {
    return retention;
  }

  /** Permits that are shared by those whose journals lie on the same server; empty without one. */
  public Optional<PostgresPermits> permits() {
    return server.map(on -> new PostgresPermits(on.address()));
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
