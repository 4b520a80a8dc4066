package dev.rehearsal.app.study;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.actors.endpoint.EndpointSettings;
import dev.rehearsal.actors.endpoint.SimulatedEndpoint;
import dev.rehearsal.actors.simulated.SimulatedBehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The simulated model as a server in this process, with its call log: what was really asked.
 *
 * @param callLog its file
 */
record Endpoint(
    ActorSystem<Void> system,
    SimulatedEndpoint.Running running,
    EndpointSettings settings,
    Path callLog)
    implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * One line of the call log. Times in milliseconds since 1970.
   *
   * @param model that was asked for
   */
  record Call(
      String key, int attempt, double start, double end, String outcome, int status, String model) {
    /** Whether the provider would have charged for it. */
    boolean billed() {
      return status == 200;
    }
  }

  /** Starts one with {@code settings}, the keys of the endpoint's reference. */
  static Endpoint start(Path folder, String settings) {
    Path callLog = folder.resolve("calls-" + Math.abs(System.nanoTime()) + ".jsonl");
    EndpointSettings all =
        EndpointSettings.of(
            ConfigFactory.parseString(
                "port = 0\ncall-log = \"" + callLog.toAbsolutePath() + "\"\n" + settings),
            folder);
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "endpoint");
    return new Endpoint(
        system, SimulatedEndpoint.start(system, all).toCompletableFuture().join(), all, callLog);
  }

  /** What a plan calls its base-url. */
  String url() {
    return running.url() + "/v1";
  }

  /** What it replies to a key, and how it goes. */
  SimulatedBehaviour behaviour() {
    return new SimulatedBehaviour(settings.simulated());
  }

  /** Every call whose line is whole. Lines of calls that have just ended may still be missing. */
  List<Call> calls() {
    try {
      List<Call> calls = new ArrayList<>();
      String text = Files.readString(callLog);
      for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
        JsonNode json = JSON.readTree(line);
        calls.add(
            new Call(
                json.path("key").asText(),
                json.path("attempt").asInt(),
                json.path("start").asDouble(),
                json.path("end").asDouble(),
                json.path("outcome").asText(),
                json.path("status").asInt(),
                json.path("model").asText()));
      }
      return calls;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stops it; the call log is whole after this. */
  List<Call> stop() {
    running.stop().toCompletableFuture().join();
    close();
    return calls();
  }

  @Override
  public void close() {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }
}
