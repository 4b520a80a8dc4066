package dev.rehearsal.app.endpoint;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.endpoint.EndpointSettings;
import dev.rehearsal.actors.endpoint.SimulatedEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import picocli.CommandLine.Command;

/**
 * Loads the classes that nearly every command needs, for the launcher to keep: it serves the
 * simulated model to itself, once.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Loads what most commands load; for the launcher, which records it.",
    footerHeading = "%nExample:%n",
    footer = "  rehearsal warm-up")
public final class WarmUpCommand implements Runnable {

  @Override
  public void run() {
    EndpointSettings settings =
        EndpointSettings.of(ConfigFactory.parseString("port = 0"), Path.of(""));
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "warm-up");
    try {
      SimulatedEndpoint.Running running =
          SimulatedEndpoint.start(system, settings).toCompletableFuture().join();
      call(running.url());
      running.stop().toCompletableFuture().join();
    } finally {
      system.terminate();
      system.getWhenTerminated().toCompletableFuture().join();
    }
  }

  private static void call(String url) {
    String body = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/v1/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .build()
              .send(request, HttpResponse.BodyHandlers.ofString());
      new ObjectMapper().readTree(response.body());
    } catch (IOException failure) {
      throw RehearsalException.failed("the simulated model does not answer itself", failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
