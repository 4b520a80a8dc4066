package dev.rehearsal.actors.endpoint;

import akka.actor.typed.ActorSystem;
import akka.http.javadsl.Http;
import akka.http.javadsl.ServerBinding;
import akka.http.javadsl.settings.ServerSettings;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.simulated.Delays;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Serves the simulated model over HTTP. */
public final class SimulatedEndpoint {
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final int BACKLOG = 4096;

  private SimulatedEndpoint() {}

  /** A server that is up. */
  public interface Running {

    /** Address and port that it listens on: {@code http://127.0.0.1:8000}. */
    String url();

    int port();

    /** Lets go of the port, cuts what is still open after a second, writes out the call log. */
    CompletionStage<Void> stop();
  }

  /**
   * Starts a server.
   *
   * @return fails with a {@link RehearsalException} when the port is taken or the call log cannot
   *     be written
   */
  public static CompletionStage<Running> start(ActorSystem<?> system, EndpointSettings settings) {
    Optional<CallLog> callLog = settings.callLog().map(CallLog::new);
    Exchanges exchanges =
        new Exchanges(
            settings,
            callLog,
            Delays.on(system.executionContext()),
            InstantSource.system(),
            system);
    return Http.get(system)
        .newServerAt(settings.host(), settings.port())
        .withSettings(serverSettings(system, settings))
        .bind(exchanges::handle)
        .handle(
            (binding, failure) -> {
              if (failure != null) {
                callLog.ifPresent(CallLog::close);
                throw Listening.unusable(settings.host(), settings.port(), failure);
              }
              return new Bound(settings.host(), binding, exchanges, callLog);
            });
  }

  /**
   * Only the model itself keeps time: no time-out of the server's own may cut a reply short. And a
   * key that is no well-formed header is not to be seen in a warning.
   */
  private static ServerSettings serverSettings(ActorSystem<?> system, EndpointSettings settings) {
    ServerSettings defaults = ServerSettings.create(system.classicSystem());
    scala.concurrent.duration.Duration never = scala.concurrent.duration.Duration.Inf();
    return defaults
        .withTimeouts(defaults.getTimeouts().withIdleTimeout(never).withRequestTimeout(never))
        .withMaxConnections(settings.maxConnections())
        .withBacklog(BACKLOG)
        .withParserSettings(defaults.getParserSettings().withIllegalHeaderWarnings(false))
        .withServerHeader(Optional.empty());
  }

  private record Bound(
      String host, ServerBinding binding, Exchanges exchanges, Optional<CallLog> callLog)
      implements Running {

    @Override
    public String url() {
      return Listening.url(host, binding);
    }

    @Override
    public int port() {
      return binding.localAddress().getPort();
    }

    @Override
    public CompletionStage<Void> stop() {
      return binding
          .terminate(DRAIN)
          .thenAccept(
              terminated -> {
                exchanges.endDrips();
                callLog.ifPresent(CallLog::close);
              });
    }
  }
}
