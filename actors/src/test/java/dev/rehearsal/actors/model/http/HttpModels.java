package dev.rehearsal.actors.model.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.model.Call;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Opens models from plan text, as a run does. */
final class HttpModels {
  static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private HttpModels() {}

  static ModelSpec spec(String hocon) {
    Problems problems = new Problems();
    ModelSpec spec = read(hocon, problems);
    problems.throwIfAny();
    return spec;
  }

  static List<String> problems(String hocon) {
    Problems problems = new Problems();
    read(hocon, problems);
    return problems.messages();
  }

  private static ModelSpec read(String hocon, Problems problems) {
    Block block = Block.of("models.new", ConfigFactory.parseString(hocon), Path.of("."), problems);
    return ModelTypes.read(Map.of("new", block)).values().iterator().next();
  }

  static ModelClient open(String hocon) {
    return spec(hocon)
        .open(new OpenContext(Path.of("."), 1, InstantSource.fixed(NOW), c -> Optional.empty()));
  }

  static Outcome ask(ModelClient client, Prompt prompt, Duration deadline) {
    return client
        .complete(new Call("key-1", 1, prompt, deadline))
        .toCompletableFuture()
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Prompt prompt(String messages) {
    List<JsonNode> list = new ArrayList<>();
    json(messages).forEach(list::add);
    return new Prompt("c1", list, List.of());
  }
}
