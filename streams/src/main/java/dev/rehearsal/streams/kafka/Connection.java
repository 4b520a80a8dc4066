package dev.rehearsal.streams.kafka;

import dev.rehearsal.config.Block;
import dev.rehearsal.config.Secret;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How to reach a cluster.
 *
 * @param servers {@code host:port}, at least one
 * @param properties of the clients, as Kafka names them; any may be secret
 */
public record Connection(List<String> servers, Map<String, Secret> properties) {
  /** What the other keys of the block say, or what would break the order of things. */
  private static final Set<String> OURS =
      Set.of(
          "acks",
          "bootstrap.servers",
          "enable.idempotence",
          "max.in.flight.requests.per.connection",
          "group.id",
          "enable.auto.commit",
          "auto.offset.reset",
          "key.deserializer",
          "value.deserializer",
          "key.serializer",
          "value.serializer");

  public Connection {
    servers = List.copyOf(servers);
    properties = Map.copyOf(properties);
  }

  /** What the keys {@code servers} and {@code properties} of a block say. */
  public static Connection read(Block block) {
    List<String> servers = block.strings("servers");
    if (block.has("servers") && servers.isEmpty()) {
      block.problem("servers", "must name at least one host:port");
    }
    return new Connection(servers, properties(block));
  }

  /** Names with dots may stand in quotes or as blocks in blocks. */
  private static Map<String, Secret> properties(Block block) {
    Map<String, Secret> properties = new LinkedHashMap<>();
    block.optionalBlock("properties").ifPresent(inside -> collect("", inside, properties));
    for (String name : properties.keySet()) {
      if (OURS.contains(name)) {
        block.problem("properties", "may not hold " + name + ": this program sets it itself");
      }
    }
    return properties;
  }

  private static void collect(String prefix, Block block, Map<String, Secret> properties) {
    for (String key : block.keys()) {
      if (block.isBlock(key)) {
        collect(prefix + key + ".", block.block(key), properties);
      } else {
        block.secret(key).ifPresent(value -> properties.put(prefix + key, value));
      }
    }
  }

  /** All that a client is told, secrets in the clear; for the client alone. */
  public Map<String, Object> clientProperties() {
    Map<String, Object> all = new HashMap<>();
    properties.forEach((key, value) -> all.put(key, value.reveal()));
    all.put("bootstrap.servers", String.join(",", servers));
    return all;
  }

  /**
   * What a producer is told that loses nothing and keeps the order; as {@link #clientProperties}.
   * One request at a time: the broker refuses the first batch for a partition that it does not lead
   * yet, as just after its topic was made, and may take one that was sent behind it; from then on
   * it refuses the first for good as out of order.
   */
  public Map<String, Object> producerProperties() {
    Map<String, Object> all = clientProperties();
    all.put("acks", "all");
    all.put("enable.idempotence", "true");
    all.put("max.in.flight.requests.per.connection", "1");
    return all;
  }

  /** For people. */
  public String address() {
    return String.join(",", servers);
  }
}
