package dev.rehearsal.streams.source.kafka;

import java.util.HashMap;
import java.util.Map;

/**
 * Which topics a run reads, by the identity that the brokers gave them: a topic that was deleted
 * and made again has its name and its offsets, and other messages. Kept with the positions. Not
 * thread-safe.
 */
final class KnownTopics {
  private static final String ID = "topic id: ";

  private final Map<String, Long> ids = new HashMap<>();

  /**
   * @param facts the journal's, of any kind
   */
  KnownTopics(Map<String, Long> facts) {
    facts.forEach(
        (fact, id) -> {
          if (fact.startsWith(ID)) {
            ids.put(fact.substring(ID.length()), id);
          }
        });
  }

  /** What a topic is to the one of its name that was read before. */
  enum Kinship {
    /** The same one, or the first of its name. */
    SAME,
    ANOTHER,
    /** Nobody knows: brokers before Kafka 2.8 give no identity. */
    UNKNOWN
  }

  /** Takes note of a topic; 0 stands for a topic without an identity. */
  Kinship meets(String topic, long id) {
    if (id == 0) {
      return Kinship.UNKNOWN;
    }
    Long before = ids.put(topic, id);
    return before == null || before == id ? Kinship.SAME : Kinship.ANOTHER;
  }

  /** Whether another topic than the one that was met has its name now. */
  boolean isAnother(String topic, long id) {
    Long before = ids.get(topic);
    return id != 0 && before != null && before != id;
  }

  /** In the journal's form. */
  Map<String, Long> facts() {
    Map<String, Long> facts = new HashMap<>();
    ids.forEach((topic, id) -> facts.put(ID + topic, id));
    return facts;
  }
}
