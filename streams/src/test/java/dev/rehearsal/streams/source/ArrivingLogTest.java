package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArrivingLogTest extends SourceContract {
  @Override
  PreparedSource open(List<String> lines, Preparation preparation) {
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

  @Test
  void refusesToCountUsersThatNeverEnd() {
    assertThatThrownBy(() -> open(Logs.records(5), Logs.with(preparation(), Logs.everyUser(7))))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("sample.unit = user needs a log that has an end");
  }
}
