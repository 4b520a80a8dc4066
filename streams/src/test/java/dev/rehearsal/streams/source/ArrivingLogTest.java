package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivingLogTest extends SourceContract {
  @Override
  protected PreparedSource open(List<String> lines, Preparation preparation) {
    return Logs.spec(folder, "type = jsonl, paths = [\"-\"]")
        .open(Logs.with(preparation, Logs.stream(lines)));
  }

  @Test
  void admitsAsTheyArrive() {
    try (PreparedSource source = open(Logs.records(5), preparation())) {
      assertThat(source.size()).isEmpty();
      assertThat(Logs.ids(source, system())).containsExactly("c1", "c2", "c3", "c4", "c5");
    }
  }

  /** 300 users of one conversation, then 300 of five: of both the fraction takes three tenths. */
  @Test
  void theFractionTakesUsersWithManyConversationsAsOftenAsOthers() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 1_800; i++) {
      lines.add(i < 300 ? Logs.record("q" + i, "q" + i) : Logs.record("b" + i, "b" + i % 300));
    }

    try (PreparedSource source = open(lines, Logs.with(preparation(), Logs.perUser(1, 0.3)))) {
      List<String> ids = Logs.ids(source, system());
      assertThat(ids).filteredOn(id -> id.startsWith("q")).hasSizeBetween(60, 120);
      assertThat(ids).filteredOn(id -> id.startsWith("b")).hasSizeBetween(60, 120);
    }
  }

  @Test
  void refusesToCountUsersThatNeverEnd() {
    assertThatThrownBy(() -> open(Logs.records(5), Logs.with(preparation(), Logs.everyUser(7))))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("sample.unit = user needs a log that has an end");
  }
}
