package dev.rehearsal.streams.source.kafka;

import dev.rehearsal.streams.kafka.Connection;
import dev.rehearsal.streams.source.format.RecordSettings;
import dev.rehearsal.streams.source.format.ValueDecoderType;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to read conversations from Kafka.
 *
 * @param connection where
 * @param topics whose names match as a whole are read
 * @param named what the plan says of topics, for messages
 * @param group of consumers
 * @param start where a partition is begun that neither this run nor the group has read
 * @param end whether it ends where the topics ended when it began
 * @param deadLetters the topic for messages that cannot be used
 * @param decoder what turns a message into JSON
 * @param assemble how events become conversations; empty where a message is one
 * @param records how to read that JSON
 * @param remember ids of so many admitted conversations are known, to refuse a second
 * @param origin where the block stands in the plan
 */
record KafkaSettings(
    Connection connection,
    Pattern topics,
    String named,
    String group,
    Start start,
    boolean end,
    Optional<String> deadLetters,
    ValueDecoderType.Spec decoder,
    Optional<AssembleSettings> assemble,
    RecordSettings records,
    int remember,
    String origin) {

  /** Where to begin. */
  enum From {
    EARLIEST,
    LATEST,
    TIME
  }

  /**
   * Where to begin.
   *
   * @param time for {@link From#TIME}
   */
  record Start(From from, Instant time) {}
}
