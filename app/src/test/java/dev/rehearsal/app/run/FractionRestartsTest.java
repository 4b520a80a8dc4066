package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.result.FractionStatus;
import dev.rehearsal.streams.journal.EventRow;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a restart, a kill or a time without a process leaves of a fraction and its epochs. */
class FractionRestartsTest extends FractionCase {
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
}
