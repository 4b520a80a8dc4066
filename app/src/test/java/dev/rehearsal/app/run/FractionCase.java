package dev.rehearsal.app.run;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Cut;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * The fraction of a stream from message to message, over a real journal and a clock that stands.
 */
abstract class FractionCase {
  static final FractionBudget BUDGET =
      new FractionBudget(FractionBudget.Unit.CALLS, 3_600, Duration.ofSeconds(10), 0.01);

  @TempDir Path folder;
  Journal journal;
  JournalReader reader;
  final List<String> said = new ArrayList<>();
  long seconds;
  long admitted;

  @BeforeEach
  void begin() {
    RunFolder run = RunFolder.create(folder.resolve("run"));
    journal = Journal.create(run, RunRow.begun("test", "", Map.of(), Map.of(), 1, Instant.EPOCH));
    reader = JournalReader.open(run);
  }

  @AfterEach
  void end() {
    reader.close();
    journal.close();
  }

  Fractions plain(double fraction) {
    return new Fractions(
        sample(fraction, 0, Optional.empty()),
        true,
        log(Optional.empty()),
        this::say,
        Cost.NOTHING,
        () -> seconds * 1_000_000_000);
  }

  Fractions budgeted(double most) {
    return budgeted(most, Cost.NOTHING);
  }

  Fractions budgeted(double most, Cost before) {
    return new Fractions(
        sample(most, 0, Optional.of(BUDGET)),
        true,
        log(Optional.of(BUDGET)),
        this::say,
        before,
        () -> seconds * 1_000_000_000);
  }

  double takes(Fractions fractions) {
    return fractions.at(admitted + 1);
  }

  FractionLog log(Optional<FractionBudget> budget) {
    return new FractionLog(journal, reader, () -> Instant.EPOCH.plusSeconds(seconds), budget);
  }

  void say(String kind, String line) {
    said.add(line);
  }

  void flush() {
    journal.flush().toCompletableFuture().join();
  }

  List<String> events() {
    flush();
    return reader.events().stream().map(e -> e.kind() + " " + e.detail()).toList();
  }

  static Sample sample(double fraction, double skip, Optional<FractionBudget> budget) {
    return new Sample(
        Sample.Unit.CONVERSATION,
        Cut.LAST_MESSAGE,
        fraction,
        skip,
        7,
        OptionalInt.empty(),
        List.of(),
        List.of(),
        List.of(),
        Optional.empty(),
        budget);
  }
}
