package dev.rehearsal.streams.group;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.standing.RunCountsJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Shares as messages of the totals' topic, of one run among others. The claim is part of the key:
 * so compaction never takes what a partition's owner said for what another says too late.
 */
final class ShareJson {
  private static final String SCHEMA = "rehearsal/share/1";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String run;

  /**
   * @param run what tells its messages from others'
   */
  ShareJson(String run) {
    this.run = run;
  }

  /** The key under which the last word of a claim is kept. */
  byte[] key(String partition, Claim claim) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(run)
        .add(partition)
        .add(claim.number())
        .add(claim.member())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  byte[] value(Share share) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("schema", SCHEMA)
            .put("run", run)
            .put("partition", share.partition())
            .put("claim", share.claim().number())
            .put("member", share.claim().member())
            .put("epoch", share.epoch())
            .put("next", share.next());
    json.set("counts", RunCountsJson.of(share.counts()));
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What a message says; empty for another run's.
   *
   * @throws IllegalArgumentException if it is none of ours
   */
  Optional<Share> read(byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      if (!json.path("schema").asText().equals(SCHEMA)) {
        throw new IllegalArgumentException("not of " + SCHEMA);
      }
      return json.path("run").asText().equals(run)
          ? Optional.of(
              new Share(
                  json.path("partition").asText(),
                  new Claim(json.path("claim").asLong(), json.path("member").asText()),
                  json.path("epoch").asLong(),
                  json.path("next").asLong(Share.NOTHING),
                  RunCountsJson.read(json.path("counts"))))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("not readable: " + e.getMessage(), e);
    }
  }
}
