package dev.rehearsal.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.view.Moments;
import dev.rehearsal.app.view.RunMoment;
import dev.rehearsal.streams.journal.JournalStatus;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class HealthTest {
  private static final JournalStatus WRITABLE =
      new JournalStatus(3, 10, 0.5, true, OptionalLong.of(4096));
  private static final Optional<RunMoment> RUNNING = Optional.of(Moments.running(7, false));

  @Test
  void isNotReadyBeforeTheSourceIsOpen() {
    assertThat(Health.of(Optional.empty(), false, WRITABLE, false).json())
        .hasToString(
            "{\"ready\":false,\"state\":\"starting\",\"reason\":\"the source is being opened\"}");
  }

  @Test
  void isReadyWhileItRuns() {
    assertThat(Health.of(RUNNING, false, WRITABLE, false).json())
        .hasToString(
            "{\"ready\":true,\"state\":\"running\",\"admitted\":7,\"counted\":0,"
                + "\"secondsSinceCounted\":2.5}");
  }

  @Test
  void isNotReadyOnceTheJournalCannotBeWritten() {
    Health health =
        Health.of(
            RUNNING, false, new JournalStatus(3, 10, 0.5, false, OptionalLong.empty()), false);

    assertThat(health.ready()).isFalse();
    assertThat(health.json().path("reason").asText()).contains("the journal cannot be written");
  }

  @Test
  void isNotReadyWhenTheRunHangs() {
    assertThat(Health.of(RUNNING, false, WRITABLE, true).ready()).isFalse();
  }

  @Test
  void isNotReadyOnceItStopsOrHasEnded() {
    Health stopping = Health.of(Optional.of(Moments.running(7, true)), false, WRITABLE, false);
    assertThat(stopping.ready()).isFalse();
    assertThat(stopping.json().path("state").asText()).isEqualTo("stopping");
    Health ended = Health.of(RUNNING, true, WRITABLE, false);
    assertThat(ended.ready()).isFalse();
    assertThat(ended.json().path("state").asText()).isEqualTo("ended");
  }
}
