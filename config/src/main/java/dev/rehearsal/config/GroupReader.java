package dev.rehearsal.config;

import java.time.Duration;
import java.util.Optional;

/** Reads how several processes count together, and says what cannot be added up. */
final class GroupReader {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(1);

  private GroupReader() {}

  static Optional<Group> read(Block group) {
    Duration epoch = group.duration("epoch");
    if (epoch.compareTo(LEAST) < 0 || epoch.compareTo(MOST) > 0) {
      group.problem("epoch", "must be from 1s to 1h, was " + group.shown("epoch"));
    }
    Optional<String> totals = group.optionalString("totals");
    group.done();
    return totals.map(topic -> new Group(topic, epoch));
  }

  static void check(Plan plan, Block group) {
    if (!plan.source().peek("type").orElse("kafka").equals("kafka")) {
      group.problem("totals", "needs source.type = kafka: only a topic has partitions to share");
    }
    if (plan.stop().enabled()) {
      group.problem(
          "totals",
          "needs stop.rules = off, as shadow and observe have it: a process that stops grading by"
              + " its own part would leave the total short");
    }
    if (plan.lanes().stream().anyMatch(Lane::repeats)) {
      no(group, "several replies to a prefix (samples)", "ask one of each lane");
    }
    if (!plan.sample().slices().isEmpty()) {
      no(group, "sample.slices", "leave them out");
    }
    if (plan.stop().maxPrefixes().isPresent()) {
      no(group, "stop.max-prefixes", "leave it out: each process would take so many");
    }
  }

  private static void no(Block group, String what, String instead) {
    group.problem("totals", "is not for plans with " + what + "; " + instead);
  }
}
