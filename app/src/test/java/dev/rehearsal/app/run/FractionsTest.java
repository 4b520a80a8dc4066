package dev.rehearsal.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.limiter.Cost;
import dev.rehearsal.app.check.CheckedPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The fraction of a stream while its process lives. */
class FractionsTest extends FractionCase {
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
}
