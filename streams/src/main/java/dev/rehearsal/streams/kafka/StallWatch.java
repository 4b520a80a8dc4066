package dev.rehearsal.streams.kafka;

import dev.rehearsal.RehearsalException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds the sentences for topics that take nothing: an {@link Outbox} waits for them without a
 * word. Its questions wait for the brokers: call it on a thread that may block, one at a time.
 */
public final class StallWatch {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final Positions brokers;
  private final Set<String> topics;
  private boolean stalled;

  /**
   * @param topics that are written to
   */
  public StallWatch(Connection connection, Set<String> topics) {
    this.brokers = new Positions(connection, "");
    this.topics = new TreeSet<>(topics);
  }

  /** What is to be said before anything is written: topics that are not there, or a closed door. */
  public Optional<String> atTheStart() {
    try {
      return missing()
          .map(
              names ->
                  "no topic at %s is named %s; what is written to it waits until it is there"
                      .formatted(brokers.connection().address(), names));
    } catch (RehearsalException e) {
      return Outbox.isShutOut(e)
          ? Optional.of(
              "Kafka at %s does not let it write to %s (%s); what is written there waits"
                  .formatted(
                      brokers.connection().address(),
                      String.join(", ", topics),
                      Positions.reason(e)))
          : Optional.empty();
    }
  }

  /**
   * What is to be said now; empty when that was said.
   *
   * @param stuck for how long nothing was taken although something waits
   */
  public Optional<String> look(Duration stuck) {
    boolean now = stuck.compareTo(LONG) >= 0;
    if (now == stalled) {
      return Optional.empty();
    }
    stalled = now;
    if (!now) {
      return Optional.of("messages for " + String.join(", ", topics) + " are taken again");
    }
    return Optional.of(
        "%s took no message for %d s (%s); what is written there waits"
            .formatted(String.join(", ", topics), stuck.toSeconds(), why()));
  }

  private String why() {
    try {
      return missing().map(names -> "there is no topic " + names).orElse("nobody knows why");
    } catch (RehearsalException e) {
      return Positions.reason(e);
    }
  }

  private Optional<String> missing() {
    Set<String> missing = new TreeSet<>(topics);
    missing.removeAll(brokers.topicIds(topics).keySet());
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
  }
}
