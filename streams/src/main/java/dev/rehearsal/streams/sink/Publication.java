package dev.rehearsal.streams.sink;

import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.streams.kafka.Connection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a plan says is to be published, and where.
 *
 * @param connection to the cluster
 * @param verdicts topic; empty for none
 * @param estimates topic; empty for none
 * @param alarms topic; empty for none
 */
public record Publication(
    Connection connection,
    Optional<String> verdicts,
    Optional<String> estimates,
    Optional<String> alarms) {
  private static final String DEFAULTS = "rehearsal.publish.kafka";

  /** All topics that are written to. */
  public Set<String> topics() {
    return Stream.of(verdicts, estimates, alarms)
        .flatMap(Optional::stream)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Reads a plan's {@code publish} block; what is wrong goes into the block's list. */
  public static Optional<Publication> read(Optional<Block> publish) {
    return publish.map(Publication::read);
  }

  private static Publication read(Block plain) {
    Block block = plain.withDefaults(ConfigFactory.defaultReference().getConfig(DEFAULTS));
    String type = block.string("type");
    if (!type.equals("kafka")) {
      block.problem("type", "must be kafka, was " + block.shown("type"));
    }
    Publication publication =
        new Publication(
            Connection.read(block),
            block.optionalString("verdicts"),
            block.optionalString("estimates"),
            block.optionalString("alarms"));
    if (publication.verdicts.or(publication::estimates).or(publication::alarms).isEmpty()) {
      block.problem("must name a topic for verdicts, estimates or alarms");
    }
    block.done();
    return publication;
  }
}
