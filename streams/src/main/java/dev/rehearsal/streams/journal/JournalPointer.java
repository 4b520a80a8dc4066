package dev.rehearsal.streams.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Secret;
import dev.rehearsal.streams.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The small file in a run's folder that says on which server its journal is. No password. */
final class JournalPointer {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String USUAL_VARIABLE = "PGPASSWORD";

  private JournalPointer() {}

  static void write(Path file, PostgresServer server, UUID run) {
    ObjectNode pointer = JSON.createObjectNode().put("url", server.url());
    server.user().ifPresent(user -> pointer.put("user", user));
    server.passwordVariable().ifPresent(name -> pointer.put("password-variable", name));
    pointer.put("run", run.toString());
    try {
      Files.writeString(file, pointer.toPrettyString() + "\n");
    } catch (IOException e) {
      throw RehearsalException.failed("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * The journal that a file points to.
   *
   * @param environment where the password is, under the name that the file has
   */
  static PostgresDatabase read(Path file, UnaryOperator<@Nullable String> environment) {
    try {
      JsonNode pointer = JSON.readTree(Files.readString(file));
      Config defaults = ConfigFactory.defaultReference().getConfig("rehearsal.journal.postgresql");
      String variable = pointer.path("password-variable").asText(USUAL_VARIABLE);
      String url = text(pointer, "url");
      PostgresServer server =
          new PostgresServer(
              url,
              url,
              file.toString(),
              Optional.ofNullable(pointer.path("user").textValue()),
              Optional.ofNullable(environment.apply(variable))
                  .filter(password -> !password.isEmpty())
                  .map(Secret::new),
              Optional.of(variable),
              defaults.getDuration("connect-timeout"));
      return new PostgresDatabase(
          new JournalPlace.Server(server, defaults.getDuration("answer-timeout")),
          UUID.fromString(text(pointer, "run")));
    } catch (IOException | IllegalArgumentException e) {
      throw RehearsalException.failed(
          file
              + " does not say where the run's journal is ("
              + e.getMessage()
              + "); restore it from a backup: it has the keys url, user and run",
          e);
    }
  }

  private static String text(JsonNode pointer, String key) {
    String text = pointer.path(key).asText("");
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it has no " + key);
    }
    return text;
  }
}
