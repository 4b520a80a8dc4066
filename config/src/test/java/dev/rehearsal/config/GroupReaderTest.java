package dev.rehearsal.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupReaderTest {
  private static final String KAFKA =
      Plans.SMALLEST.replaceFirst(
          "source .*", "source { type = kafka, servers = [\"k:9092\"], topics = [t], group = g }");

  @TempDir Path folder;

  @Test
  void eachProcessCountsForItselfUnlessATopicIsNamed() {
    assertThat(Plans.read(folder, KAFKA + "group.epoch = 5s\n").group()).isEmpty();
    assertThat(Plans.read(folder, KAFKA + "stop.rules = off\ngroup.totals = all\n").group())
        .contains(new Group("all", Duration.ofSeconds(10)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          group.epoch = 500ms                                     § group.epoch must be from 1s to 1h, was "500ms"
          group.totals = all                                      § group.totals needs stop.rules = off, as shadow and observe have it: a process that stops grading by its own part would leave the total short
          group.totals = all, stop.rules = off, sample.slices = [meta.a] § group.totals is not for plans with sample.slices; leave them out
          group.totals = all, stop { rules = off, max-prefixes = 9 } § group.totals is not for plans with stop.max-prefixes; leave it out: each process would take so many
          """)
  void saysWhatDoesNotAddUp(String keys, String message) {
    assertThat(Plans.problems(folder, KAFKA + keys + "\n"))
        .containsExactly("plan.conf:12: " + message);
  }

  @Test
  void onlyATopicHasPartitionsToShare() {
    assertThat(Plans.problems(folder, Plans.SMALLEST + "stop.rules = off, group.totals = all\n"))
        .containsExactly(
            "plan.conf:12: group.totals needs source.type = kafka: only a topic has partitions to"
                + " share");
  }
}
