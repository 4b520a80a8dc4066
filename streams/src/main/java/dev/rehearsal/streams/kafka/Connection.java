package dev.rehearsal.streams.kafka;

import dev.rehearsal.config.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How to reach a cluster.
 *
 * @param servers {@code host:port}, at least one
 * @param properties of the clients, as Kafka names them; any may be secret
 */
public record Connection(List<String> servers, Map<String, Secret> properties) {
  public Connection {
    servers = List.copyOf(servers);
    properties = Map.copyOf(properties);
  }

  /** All that a client is told, secrets in the clear; for the client alone. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> all = new HashMap<>();
    properties.forEach((key, value) -> all.put(key, value.reveal()));
    all.put("bootstrap.servers", String.join(",", servers));
    return all;
  }

  /** For people. */
  public String address() {
    return String.join(",", servers);
  }
}
