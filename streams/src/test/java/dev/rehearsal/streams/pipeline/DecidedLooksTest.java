package dev.rehearsal.streams.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.standing.CategoryStanding;
import dev.rehearsal.standing.Standing;
import dev.rehearsal.standing.StandingJson;
import dev.rehearsal.streams.journal.LookRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class DecidedLooksTest {
  @Test
  void takesTheCategoriesThatALookOfTheRunDecided() {
    assertThat(DecidedLooks.of(Optional.of(look(137)), 20)).isEqualTo(Map.of("early", 40L));
  }

  @Test
  void isEmptyBeforeTheFirstLook() {
    assertThat(DecidedLooks.of(Optional.empty(), 20)).isEmpty();
  }

  @Test
  void needsNoVerdictBehindTheLookThatDecided() {
    RunControl control = new RunControl();
    control.resume(DecidedLooks.of(Optional.of(look(137)), 20));

    assertThat(control.decided("early", 40)).isFalse();
    assertThat(control.decided("early", 41)).isTrue();
    assertThat(control.decided("atTheEnd", 200)).isFalse();
    assertThat(control.decided("open", 200)).isFalse();
  }

  private static LookRow look(long watermark) {
    Standing standing =
        new Standing(
            watermark,
            List.of(
                category("early", OptionalLong.of(40)),
                category("atTheEnd", OptionalLong.of(watermark)),
                category("open", OptionalLong.empty())));
    return new LookRow(watermark, StandingJson.of(standing).toString());
  }

  private static CategoryStanding category(String id, OptionalLong decidedAt) {
    return new CategoryStanding(id, List.of(), List.of(), decidedAt, List.of());
  }
}
