package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.actors.model.ModelEvent;
import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.view.RunView;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Instant NOW = Instant.parse("2026-11-28T03:00:00Z");

  @TempDir Path temporary;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void knowsTheMostCallsThatWereEverAllowedAtOnce() {
    RunFolder folder = RunFolder.create(temporary.resolve("run"));
    try (Journal journal =
        Journal.create(
            folder, RunRow.begun("plan", "text", Map.of(), Map.of("rehearsal", "1"), 7, NOW))) {
      EventLog log = log(journal, Console.of(InputStream.nullInputStream(), err, err));
      log.accept(new ModelEvent.Retuned("new", 64));
      log.accept(new ModelEvent.Retuned("odd in flight set to 3", 9));
      log.accept(new ModelEvent.Retuned("new", 8));
      journal.append(new EventRow(NOW, "retuned", "stop.budget-usd: 1 -> 2"));
      journal.flush().toCompletableFuture().join();

      try (JournalReader reader = JournalReader.open(folder)) {
        assertThat(EventLog.mostInFlight(reader))
            .isEqualTo(Map.of("new", 64, "odd in flight set to 3", 9));
      }
    }
  }

  @Test
  void saysAloudWhatAPersonShouldKnowAndLogsTheRestForServices() {
    RunFolder folder = RunFolder.create(temporary.resolve("run"));
    Console people = Console.of(InputStream.nullInputStream(), err, err);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    Console services =
        Console.of(InputStream.nullInputStream(), lines, lines).logging(InstantSource.fixed(NOW));
    try (Journal journal =
        Journal.create(
            folder, RunRow.begun("plan", "text", Map.of(), Map.of("rehearsal", "1"), 7, NOW))) {
      for (Console console : new Console[] {people, services}) {
        EventLog log = log(journal, console);
        log.accept(new ModelEvent.RateLimitEpisode("new", 4, Optional.of(Duration.ofSeconds(1))));
        log.accept(new ModelEvent.BreakerOpened("new", "http 503"));
      }
    }

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToIgnoringNewLines("model new does not answer (http 503); probing");
    assertThat(lines.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            "{\"time\":\"2026-11-28T03:00:00Z\",\"level\":\"WARN\",\"logger\":\"rehearsal\","
                + "\"message\":\"model new in flight cut to 4\",\"kind\":\"rate-limited\"}",
            "{\"time\":\"2026-11-28T03:00:00Z\",\"level\":\"WARN\",\"logger\":\"rehearsal\","
                + "\"message\":\"model new does not answer (http 503); probing\","
                + "\"kind\":\"breaker-opened\"}");
  }

  private static EventLog log(Journal journal, Console console) {
    return new EventLog(journal, RunView.on(console, false), InstantSource.fixed(NOW));
  }
}
