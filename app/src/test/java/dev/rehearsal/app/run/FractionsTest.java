package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.check.CheckedPlan;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.config.FractionBudget;
import dev.rehearsal.config.Sample;
import dev.rehearsal.sampling.Cut;
import dev.rehearsal.streams.journal.EventRow;
import dev.rehearsal.streams.journal.Journal;
import dev.rehearsal.streams.journal.JournalReader;
import dev.rehearsal.streams.journal.RunFolder;
import dev.rehearsal.streams.journal.RunRow;
import java.io.IOException;
import java.nio.file.Files;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fraction of a stream from message to message, over a real journal. */
class FractionsTest {
  private static final FractionBudget BUDGET =
      new FractionBudget(FractionBudget.Unit.CALLS, 3_600, Duration.ofSeconds(10), 0.01);

  @TempDir Path folder;
  private Journal journal;
  private JournalReader reader;
  private final List<String> said = new ArrayList<>();
  private long seconds;
  private long admitted;

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

  @Test
  void holdsThePlansFractionUntilAnotherIsSet() {
    Fractions fractions = plain(0.5);
    assertThat(takes(fractions)).isEqualTo(0.5);

    assertThat(fractions.set(0.25))
        .isEqualTo(
            "sample.fraction: 0.5 -> 0.25, from the next message on, and after a restart till it is"
                + " set anew");

    admitted = 7;
    assertThat(takes(fractions)).isEqualTo(0.25);
    assertThat(takes(fractions)).isEqualTo(0.25);
    assertThat(said)
        .containsExactly(
            "takes 25 % of the messages from admission 8 on, before 50 %: as it was set");
    assertThat(events())
        .containsExactly(
            "sample-fraction {\"from\":1,\"fraction\":0.5,\"most\":0.5}",
            "sample-fraction-set {\"most\":0.25}",
            "sample-fraction {\"from\":8,\"fraction\":0.25,\"most\":0.25}");
    assertThat(fractions.status().orElseThrow().changes()).isEqualTo(1);
  }

  @Test
  void goesOnWithWhatWasSetAfterARestart() {
    Fractions fractions = plain(0.5);
    takes(fractions);
    fractions.set(0.25);
    flush();

    Fractions again = plain(0.5);

    assertThat(takes(again)).isEqualTo(0.25);
    FractionStatus status = again.status().orElseThrow();
    assertThat(status.changes()).isEqualTo(1);
    assertThat(status.least()).isEqualTo(0.25);
    assertThat(status.greatest()).isEqualTo(0.5);
  }

  @Test
  void beginsWithTheLeastAndChangesBetweenEpochsOnly() {
    Fractions fractions = budgeted(1);
    for (int i = 0; i < 1_000; i++) {
      assertThat(takes(fractions)).isEqualTo(0.01);
    }
    admitted = 10;
    fractions.spent(new Cost(10, 0, 0));
    assertThat(takes(fractions)).as("within the epoch").isEqualTo(0.01);
    seconds = 10;

    // 10 of 1,001 messages cost 10 calls of 10 allowed: with one more, 0.9 % are affordable.
    assertThat(takes(fractions)).as("never below the least").isEqualTo(0.01);
    seconds = 20;
    assertThat(takes(fractions)).as("nothing was spent for a message").isEqualTo(0.01);
    fractions.spent(new Cost(200, 0, 0));
    seconds = 30;
    takes(fractions);
    assertThat(events().get(events().size() - 1))
        .contains("\"unit\":\"calls\"", "\"perEpoch\":10", "\"debt\":180", "\"quiet\":0");
    assertThat(fractions.status().orElseThrow().spentPerHour().orElseThrow())
        .isCloseTo(200 / 3.0 * 360, within(1e-6));
  }

  @Test
  void takesUpItsEpochsAfterARestart() {
    Fractions fractions = budgeted(1);
    long calls = 0;
    for (int epoch = 1; epoch <= 8; epoch++) {
      for (int i = 0; i < 100; i++) {
        if (i % Math.max(1, (int) Math.round(1 / takes(fractions))) == 0) {
          admitted++;
          calls++;
        }
      }
      fractions.spent(new Cost(calls, 0, 0));
      seconds = 10L * epoch;
    }
    double before = takes(fractions);
    flush();
    assertThat(before).isBetween(0.05, 0.11);

    Fractions again = budgeted(1, new Cost(calls, 0, 0));

    assertThat(takes(again)).isEqualTo(before);
    assertThat(again.status().orElseThrow().spentPerHour())
        .isEqualTo(fractions.status().orElseThrow().spentPerHour());
  }

  @Test
  void forgetsNothingOfWhatWasSpentHoweverOftenItRestartsWithinEpochs() {
    Flow flow = new Flow(budgeted(1));
    for (int epoch = 0; epoch < 15; epoch++) {
      flow.third(0);
      flow.third(0);
      flow.third(0);
    }
    assertThat(flow.fractions.status().orElseThrow().fraction()).as("costs nothing").isEqualTo(1);
    double before = flow.calls;

    // From now on each message costs a call, and no process lives to see an epoch's end.
    for (int epoch = 0; epoch < 10; epoch++) {
      flow.third(1);
      flow.restart();
      flow.third(1);
      flow.restart();
      flow.third(1);
    }

    // 10 in each epoch, the first one dear before anybody knew, and the debt that holds it back.
    assertThat(flow.calls - before).isLessThanOrEqualTo(10 * 10 + 100 + 10 / 0.25);
    assertThat(flow.fractions.status().orElseThrow().fraction()).isLessThan(0.11);
  }

  @Test
  void learnsFromEpochsThatRestartsCutShortAsFromOthers() {
    Flow flow = new Flow(budgeted(1));
    for (int epoch = 0; epoch < 40; epoch++) {
      flow.third(1);
      flow.restart();
      flow.third(1);
      flow.third(1);
    }

    // 10 calls of 99 messages, and one message more is reckoned with.
    assertThat(flow.fractions.status().orElseThrow().fraction()).isBetween(0.06, 0.11);
    assertThat(flow.calls).isBetween(200L, 440L);
  }

  @Test
  void countsWhatIsSpentAfterAKillThatTookWorstCasesWithIt() {
    Fractions fractions = budgeted(1);
    takes(fractions);
    fractions.spent(new Cost(100, 0, 0));
    seconds = 10;
    takes(fractions);
    flush();

    // Of the 100 calls, 60 are in the journal.
    Fractions again = budgeted(1, new Cost(60, 0, 0));
    seconds = 15;
    again.spent(new Cost(63, 0, 0));
    takes(again);
    again.spent(new Cost(85, 0, 0));
    seconds = 20;
    takes(again);

    assertThat(events().get(3))
        .contains(
            "\"before\":{\"fraction\":0.01,\"offered\":1.0,\"taken\":0.0,\"spent\":25.0,"
                + "\"quiet\":0}");
  }

  @Test
  void countsWhatIsSpentBeforeTheFirstMessageOfAProcess() {
    Fractions again = budgeted(1, new Cost(60, 0, 0));
    again.spent(new Cost(63, 0, 0));
    takes(again);
    seconds = 10;
    takes(again);

    assertThat(events().get(1)).contains("\"spent\":3.0,\"quiet\"");
  }

  @Test
  void anEpochThatGoesOnAfterARestartKeepsItsFraction() {
    Fractions fractions = budgeted(1);
    takes(fractions);
    fractions.set(0.005);
    flush();
    seconds = 5;

    Fractions again = budgeted(1);

    assertThat(takes(again)).as("the same epoch").isEqualTo(0.01);
    seconds = 10;
    assertThat(takes(again)).as("the next epoch").isEqualTo(0.005);
    assertThat(again.status().orElseThrow().changes()).isEqualTo(1);
  }

  @Test
  void timeWithoutAProcessIsQuietTime() {
    Fractions fractions = budgeted(1);
    takes(fractions);
    admitted = 1;
    fractions.spent(new Cost(500, 0, 0));
    flush();
    seconds = 36_000;

    takes(budgeted(1, new Cost(500, 0, 0)));

    assertThat(events().get(1)).contains("\"debt\":0.0", "\"spent\":500.0", "\"quiet\":3599");
  }

  @Test
  void goesOnWithAJournalThatDoesNotSayWhenItsEpochBegan() {
    journal.append(
        new EventRow(
            Instant.EPOCH,
            FractionLog.BEGINS,
            "{\"from\":1,\"fraction\":0.2,\"most\":1.0,\"unit\":\"calls\",\"perEpoch\":10.0,"
                + "\"debt\":5.0}"));
    flush();
    seconds = 36_000;
    admitted = 70;

    assertThat(takes(budgeted(1, new Cost(500, 0, 0)))).isEqualTo(0.2);

    assertThat(events().get(1))
        .contains(
            "\"debt\":5.0,\"epoch\":{\"began\":\"1970-01-01T10:00:00Z\",\"from\":71,"
                + "\"spent\":500.0,\"offered\":0.0}");
  }

  @Test
  void takesNoMoreThanWasSetAsTheHighest() {
    Fractions fractions = budgeted(1);
    takes(fractions);

    assertThat(fractions.set(0.005)).contains("as the highest, from the next epoch on (10 s)");

    assertThat(takes(fractions)).isEqualTo(0.01);
    seconds = 10;
    assertThat(takes(fractions)).isEqualTo(0.005);
    flush();
    assertThat(takes(budgeted(1))).isEqualTo(0.005);
  }

  @Test
  void aNightWithoutMessagesPaysADebtBackAndRaisesNothing() {
    Fractions fractions = budgeted(1);
    takes(fractions);
    admitted = 1;
    fractions.spent(new Cost(500, 0, 0));
    seconds = 36_000;

    assertThat(takes(fractions)).isEqualTo(0.01);
    assertThat(events().get(1)).contains("\"debt\":0.0", "\"quiet\":3599");
  }

  @Test
  void isRefusedForALogAndBeyondWhatIsLeftByTheSkip() {
    Fractions log =
        new Fractions(
            sample(1, 0, Optional.empty()),
            false,
            log(Optional.empty()),
            this::say,
            Cost.NOTHING,
            () -> 0);

    assertThat(log.status()).isEmpty();
    assertThatThrownBy(() -> log.set(0.5))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("sample.fraction stays as it is while a run of a log goes on");
    Fractions skipping =
        new Fractions(
            sample(0.5, 0.5, Optional.empty()),
            true,
            log(Optional.empty()),
            this::say,
            Cost.NOTHING,
            () -> 0);
    assertThatThrownBy(() -> skipping.set(0.6))
        .hasMessage("sample.fraction must be at most 0.5 beside sample.skip = 0.5, was 0.6");
  }

  @Test
  void aBudgetIsForStreamsAndInDollarsForModelsWithAPrice() throws IOException {
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            source { type = jsonl, paths = ["-"] }
            sample.budget { usd-per-hour = 5 }
            models { new { type = openai, url = "http://localhost:9/v1", model = m } }
            lanes { candidate = new }
            graders { finds { type = rule, contains = "no" } }
            categories = [ { id = says-no, grader = finds } ]
            """);

    assertThatThrownBy(() -> CheckedPlan.read(plan, Map.of(), Map.of()))
        .hasMessageContaining("source is no stream, and a log is sampled by one fraction")
        .hasMessageContaining("models.new needs a price");
  }

  /** A steady flow of 99 messages in each epoch, over however many processes. */
  private final class Flow {
    private Fractions fractions;
    private long calls;
    private long thirds;
    private double due;

    Flow(Fractions fractions) {
      this.fractions = fractions;
    }

    /** A third of an epoch, in which each message that is taken costs so many calls. */
    void third(long each) {
      seconds = 10 * thirds / 3;
      for (int i = 0; i < 33; i++) {
        due += takes(fractions);
        if (due >= 1) {
          due--;
          admitted++;
          calls += each;
        }
      }
      thirds++;
      fractions.spent(new Cost(calls, 0, 0));
    }

    void restart() {
      flush();
      fractions = budgeted(1, new Cost(calls, 0, 0));
    }
  }

  private Fractions plain(double fraction) {
    return new Fractions(
        sample(fraction, 0, Optional.empty()),
        true,
        log(Optional.empty()),
        this::say,
        Cost.NOTHING,
        () -> seconds * 1_000_000_000);
  }

  private Fractions budgeted(double most) {
    return budgeted(most, Cost.NOTHING);
  }

  private Fractions budgeted(double most, Cost before) {
    return new Fractions(
        sample(most, 0, Optional.of(BUDGET)),
        true,
        log(Optional.of(BUDGET)),
        this::say,
        before,
        () -> seconds * 1_000_000_000);
  }

  private double takes(Fractions fractions) {
    return fractions.at(admitted + 1);
  }

  private FractionLog log(Optional<FractionBudget> budget) {
    return new FractionLog(journal, reader, () -> Instant.EPOCH.plusSeconds(seconds), budget);
  }

  private void say(String kind, String line) {
    said.add(line);
  }

  private void flush() {
    journal.flush().toCompletableFuture().join();
  }

  private List<String> events() {
    flush();
    return reader.events().stream().map(e -> e.kind() + " " + e.detail()).toList();
  }

  private static Sample sample(double fraction, double skip, Optional<FractionBudget> budget) {
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
