package dev.rehearsal.app.endpoint;

import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.Behaviors;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.endpoint.EndpointSettings;
import dev.rehearsal.actors.endpoint.SimulatedEndpoint;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.StopSignals;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Serves the simulated model until it is told to end. */
@Command(
    name = "endpoint",
    description =
        "Serves a simulated model with a known truth and faults as an OpenAI-compatible API.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  rehearsal endpoint --rate refusal=0.01 --latency '800ms p99 5s'",
      "  rehearsal endpoint --port 8001 --role judge --set judge.sensitivity=0.9",
      "  rehearsal endpoint --port 0 --faults 0.05 --call-log calls.jsonl --json"
    })
public final class EndpointCommand implements Runnable {
  private final Console console;

  @Mixin private final EndpointOptions options = new EndpointOptions();

  @Option(names = "--json", description = "One line of JSON on stdout once it listens.")
  private boolean json;

  public EndpointCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    EndpointSettings settings = EndpointSettings.of(options.config(), Path.of(""));
    CompletionStage<String> stop = StopSignals.first();
    BrokenResponses.keepQuiet();
    ActorSystem<Void> system = ActorSystem.create(Behaviors.empty(), "endpoint");
    try {
      SimulatedEndpoint.Running running = await(SimulatedEndpoint.start(system, settings));
      announce(running, settings);
      String signal = await(stop);
      console.err().println("rehearsal: endpoint ends on " + signal);
      await(running.stop());
    } finally {
      system.terminate();
      await(system.getWhenTerminated());
    }
  }

  private void announce(SimulatedEndpoint.Running running, EndpointSettings settings) {
    String url = running.url() + "/v1";
    if (json) {
      console
          .out()
          .println(
              JsonNodeFactory.instance
                  .objectNode()
                  .put("url", url)
                  .put("host", settings.host())
                  .put("port", running.port())
                  .put("pid", ProcessHandle.current().pid())
                  .put("seed", settings.simulated().seed()));
    } else {
      console
          .out()
          .printf(
              "Simulated model at %s, until Ctrl-C. Try: curl -s %s/chat/completions %s-d '%s'%n",
              url,
              url,
              settings.apiKey().isPresent() ? "-H \"Authorization: Bearer $KEY\" " : "",
              "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");
    }
    console.out().flush();
  }

  /** What the stage gives; a known trouble comes out as it is. */
  private static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof RehearsalException known) {
        throw known;
      }
      throw failure;
    }
  }
}
