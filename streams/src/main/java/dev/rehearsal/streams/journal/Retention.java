package dev.rehearsal.streams.journal;

import dev.rehearsal.config.Block;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How long, or how much of, the text of what is counted a journal keeps while a run goes on.
 *
 * @param age of the conversation, at which its text goes; one without a time is as old as the run
 * @param bytes that the journal takes at most, where the oldest text goes first
 * @param clock the time of day
 * @param notices takes a line for people, on the thread that writes the journal: it must not block
 */
public record Retention(
    Optional<Duration> age, OptionalLong bytes, InstantSource clock, Consumer<String> notices) {
  private static final String AGE = "retain";
  private static final String BYTES = "retain-bytes";

  /** Keeps everything. */
  public static final Retention NONE =
      new Retention(Optional.empty(), OptionalLong.empty(), InstantSource.system(), unheard -> {});

  static Retention read(Block block) {
    return new Retention(
        block.has(AGE) ? Optional.of(block.duration(AGE)) : Optional.empty(),
        block.has(BYTES) ? OptionalLong.of(block.bytes(BYTES)) : OptionalLong.empty(),
        NONE.clock(),
        NONE.notices());
  }

  /** The same by a clock, and with somebody who hears of it. */
  public Retention with(InstantSource newClock, Consumer<String> newNotices) {
    return new Retention(age, bytes, newClock, newNotices);
  }

  /** What it does, for people. */
  String words() {
    String which =
        age.map(a -> "of conversations that are older than " + a.toHours() + " h").orElse("");
    String over =
        bytes.isPresent() ? "as far as the journal is over " + bytes.getAsLong() + " bytes" : "";
    return "journal.retain: text is being removed, %s; what was counted of it stays"
        .formatted(
            Stream.of(which, over).filter(w -> !w.isEmpty()).collect(Collectors.joining(", and ")));
  }

  boolean keepsAll() {
    return age.isEmpty() && bytes.isEmpty();
  }
}
