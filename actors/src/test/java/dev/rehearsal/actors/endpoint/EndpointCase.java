package dev.rehearsal.actors.endpoint;

import akka.actor.testkit.typed.javadsl.ActorTestKit;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** Starts endpoints on free ports and asks them over a real socket. */
abstract class EndpointCase {
  static final String HELLO =
      "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  private static ActorTestKit kit;

  final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<SimulatedEndpoint.Running> running = new ArrayList<>();

  @BeforeAll
  static void startSystem() {
    kit = ActorTestKit.create();
  }

  @AfterAll
  static void stopSystem() {
    kit.shutdownTestKit();
  }

  @AfterEach
  void stopEndpoints() {
    running.forEach(r -> r.stop().toCompletableFuture().join());
    running.clear();
  }

  /** The URL of a new endpoint with these settings. */
  String serve(String hocon) {
    return start(hocon).url();
  }

  SimulatedEndpoint.Running start(String hocon) {
    SimulatedEndpoint.Running started =
        SimulatedEndpoint.start(
                kit.system(),
                EndpointSettings.of(ConfigFactory.parseString("port = 0, " + hocon), Path.of("")))
            .toCompletableFuture()
            .join();
    running.add(started);
    return started;
  }

  static HttpRequest.Builder chat(String url) {
    return post(url + "/v1/chat/completions", HELLO);
  }

  static HttpRequest.Builder post(String url, String body) {
    return HttpRequest.newBuilder(URI.create(url))
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  static HttpRequest.Builder chat(String url, String key, int attempt) {
    return chat(url)
        .header("Idempotency-Key", key)
        .header("X-Rehearsal-Attempt", Integer.toString(attempt));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(HttpResponse<String> response) throws JsonProcessingException {
    return new ObjectMapper().readTree(response.body());
  }
}
