package dev.rehearsal.actors.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Cluster;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The settings of an actor system that is part of a cluster. */
public final class ClusterSystem {
  /** Of all actor systems of a cluster: Akka joins only those of one name. */
  public static final String NAME = "rehearsal";

  static final String RUN = "run";
  private static final String NODE = "node";

  /** As good as never; the longest that a timer takes is 248 days. */
  private static final Duration NEVER = Duration.ofDays(200);

  private static final String SSL = "akka.remote.artery.ssl.config-ssl-engine.";

  private ClusterSystem() {}

  /**
   * Of the run's machine.
   *
   * @throws dev.rehearsal.RehearsalException with exit code 2 when the files of TLS are not usable
   */
  public static Config ofRun(Cluster cluster) {
    return of(cluster.host(), cluster.port().orElse(0), RUN, cluster.tls(), Map.of());
  }

  /**
   * Of a node. It hears who is alive and tells nobody: what it does not reach the run may.
   *
   * @throws dev.rehearsal.RehearsalException with exit code 2 when the files of TLS are not usable
   */
  public static Config ofNode(String host, int port, Optional<Cluster.Tls> tls) {
    return of(
        host, port, NODE, tls, Map.of("akka.cluster.unreachable-nodes-reaper-interval", NEVER));
  }

  private static Config of(
      String host, int port, String role, Optional<Cluster.Tls> tls, Map<String, ?> more) {
    Map<String, Object> keys = new LinkedHashMap<>(more);
    keys.put("akka.remote.artery.canonical.hostname", host);
    keys.put("akka.remote.artery.canonical.port", port);
    keys.put("akka.cluster.roles", List.of(role));
    keys.put("akka.remote.artery.transport", tls.isPresent() ? "tls-tcp" : "tcp");
    tls.ifPresent(
        pair -> {
          TlsFiles.check(pair);
          keys.put(SSL + "key-store", pair.keystore().toString());
          keys.put(SSL + "key-store-password", pair.keystorePassword().reveal());
          keys.put(SSL + "key-password", pair.keystorePassword().reveal());
          keys.put(SSL + "trust-store", pair.truststore().toString());
          keys.put(SSL + "trust-store-password", pair.truststorePassword().reveal());
        });
    Config usual = ConfigFactory.load();
    return ConfigFactory.parseMap(keys, "the cluster's settings")
        .withFallback(usual.getConfig("rehearsal.akka-of-a-cluster"))
        .withFallback(usual)
        .resolve();
  }
}
