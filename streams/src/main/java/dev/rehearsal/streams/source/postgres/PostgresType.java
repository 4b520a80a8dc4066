package dev.rehearsal.streams.source.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.postgres.PostgresServer;
import dev.rehearsal.streams.source.FiniteLog;
import dev.rehearsal.streams.source.Preparation;
import dev.rehearsal.streams.source.PreparedSource;
import dev.rehearsal.streams.source.SourceSpec;
import dev.rehearsal.streams.source.SourceType;
import dev.rehearsal.streams.source.format.RecordSettings;

/** The rows of a query to a PostgreSQL database. */
public final class PostgresType implements SourceType {
  private static final String DEFAULTS = "rehearsal.source.postgresql";

  /** Found by {@link java.util.ServiceLoader}. */
  public PostgresType() {}

  @Override
  public String type() {
    return "postgresql";
  }

  @Override
  public SourceSpec read(Block plain) {
    Block block = plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    block.string("type");
    PostgresServer server = PostgresServer.read(block);
    String query = block.string("query").strip().replaceFirst("(\\s*;)+$", "");
    if (block.has("query") && query.isEmpty()) {
      block.problem("query", "must be an SQL query, such as SELECT id, messages FROM chats");
    }
    PostgresSettings settings =
        new PostgresSettings(
            server,
            query,
            block.origin("query"),
            (int) block.integer("fetch-size", 1, 1_000_000),
            block.duration("query-timeout"),
            RecordSettings.read(block));
    block.done();
    return new Spec(settings, settings.records().canonical(type()));
  }

  private record Spec(PostgresSettings settings, JsonNode canonical) implements SourceSpec {
    @Override
    public PreparedSource open(Preparation preparation) {
      return FiniteLog.read(new PostgresInput(settings), settings.records(), preparation);
    }
  }
}
