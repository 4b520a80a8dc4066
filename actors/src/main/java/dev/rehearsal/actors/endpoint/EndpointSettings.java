package dev.rehearsal.actors.endpoint;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.actors.simulated.SimulatedSettings;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.config.Secret;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How the endpoint serves, and what it is like. Every key stands in {@code reference.conf} under
 * {@code rehearsal.endpoint}, with its unit and why.
 *
 * @param host address to listen on
 * @param port 0 for any free one
 * @param simulated the model behind it
 * @param apiKey what requests must carry; empty for anything
 * @param echoKey whether error messages repeat the caller's key
 * @param requestsPerMinute 0 for no limit
 * @param maxRequestBytes longest request body
 * @param maxConnections held at once
 * @param servedModel what replies name as their model; empty for what was asked for
 * @param callLog file to append to
 */
public record EndpointSettings(
    String host,
    int port,
    SimulatedSettings simulated,
    Optional<Secret> apiKey,
    boolean echoKey,
    int requestsPerMinute,
    long maxRequestBytes,
    int maxConnections,
    Optional<String> servedModel,
    Optional<Path> callLog) {

  private static final String DEFAULTS = "rehearsal.endpoint";

  /**
   * Settings from a file, flags, or both ({@code flags.withFallback(file)}): whatever {@code given}
   * leaves out has its default.
   *
   * @param folder what a relative call log is taken from
   * @throws dev.rehearsal.RehearsalException with exit code 2 that lists every problem
   */
  public static EndpointSettings of(Config given, Path folder) {
    Problems problems = new Problems();
    EndpointSettings settings = read(Block.of("", given, folder, problems));
    problems.throwIfAny();
    return settings;
  }

  /** Reads a block; its problems go into its list. */
  public static EndpointSettings read(Block given) {
    Block block = given.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    EndpointSettings settings =
        new EndpointSettings(
            block.string("host"),
            (int) block.integer("port", 0, 65_535),
            SimulatedSettings.read(block),
            block.secret("api-key"),
            block.flag("echo-key"),
            (int) block.integer("requests-per-minute", 0, 10_000_000),
            block.bytes("max-request"),
            (int) block.integer("max-connections", 1, 1_000_000),
            block.optionalString("served-model"),
            block.optionalString("call-log").map(block::resolve));
    block.done();
    return settings;
  }
}
