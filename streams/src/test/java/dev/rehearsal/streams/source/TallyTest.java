package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Quarantine;
import dev.rehearsal.conversation.Conversation.Position;
import dev.rehearsal.streams.source.format.Reason;
import dev.rehearsal.streams.source.format.UnusableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TallyTest {
  private static final Quarantine A_TENTH_OF_100 = new Quarantine(0.1, 100);

  @TempDir Path folder;

  @Test
  void judgesWhatCameLatelyAndNotTheGoodWeeksBefore() {
    try (Tally tally = new Tally(folder, A_TENTH_OF_100)) {
      read(tally, 10_000, 0);
      assertThatThrownBy(() -> read(tally, 100, 11))
          .isInstanceOf(RehearsalException.class)
          .hasMessageContaining("11 of the last 100 records cannot be used");
    }
  }

  @Test
  void letsARunGoOnThatWasStoppedForWhatWasUnusable() {
    Map<String, Long> facts;
    try (Tally tally = new Tally(folder, A_TENTH_OF_100)) {
      assertThatThrownBy(() -> read(tally, 100, 50)).isInstanceOf(RehearsalException.class);
      facts = tally.facts();
    }
    try (Tally tally = new Tally(folder, A_TENTH_OF_100, facts)) {
      assertThatCode(() -> read(tally, 100, 10)).doesNotThrowAnyException();
      assertThat(tally.funnel().quarantined()).isEqualTo(60);
      assertThatThrownBy(() -> read(tally, 100, 11)).isInstanceOf(RehearsalException.class);
    }
  }

  @Test
  void takesWhatWillBeSetAsideAgainOffTheFile() throws IOException {
    Map<String, Long> facts;
    try (Tally tally = new Tally(folder, A_TENTH_OF_100)) {
      read(tally, 50, 3);
      facts = tally.facts();
      read(tally, 10, 2);
    }
    try (Tally tally = new Tally(folder, A_TENTH_OF_100, facts)) {
      assertThat(lines()).isEqualTo(3);
      read(tally, 10, 1);
    }
    assertThat(lines()).isEqualTo(4);
    try (Tally fresh = new Tally(folder, A_TENTH_OF_100)) {
      assertThat(fresh.funnel().read()).isZero();
      assertThat(lines()).isZero();
    }
  }

  private long lines() throws IOException {
    try (var lines = Files.lines(folder.resolve("quarantine.jsonl"))) {
      return lines.count();
    }
  }

  private static void read(Tally tally, int records, int bad) {
    for (int i = 1; i <= records; i++) {
      tally.read();
      if (i <= bad) {
        tally.quarantined(
            new Position("t-0", i), new UnusableException(Reason.NOT_JSON, "no brace"));
      }
      tally.judgeOnTheWay();
    }
  }
}
