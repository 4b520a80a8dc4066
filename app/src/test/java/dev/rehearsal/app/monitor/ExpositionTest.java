package dev.rehearsal.app.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.view.Moments;
import dev.rehearsal.app.view.RunMoment;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpositionTest {

  @Test
  void showsHowMuchWaitsToBeReadAndLeavesOutWhatIsNotKnown() throws IOException {
    ExpositionText read = read(Moments.running(7, false));

    assertThat(read.value("rehearsal_source_lag_records")).isEqualTo(12);
    assertThat(read.value("rehearsal_source_lost_records_total")).isEqualTo(3);
    assertThat(read.value("rehearsal_prefixes_admitted_total")).isEqualTo(7);
    assertThat(read.types().keySet())
        .noneMatch(
            name -> name.contains("budget") || name.contains("rate") || name.contains("model"));
  }

  @Test
  void showsTheFractionOfAStreamAndWhatAnHourCostsBesideItsBudget() throws IOException {
    ExpositionText read = read(Moments.sampling(0.12, 5, 4.5));

    assertThat(read.value("rehearsal_sample_fraction_ratio")).isEqualTo(0.12);
    assertThat(read.value("rehearsal_sample_budget_per_hour", "unit", "usd")).isEqualTo(5);
    assertThat(read.value("rehearsal_sample_spent_per_hour", "unit", "usd")).isEqualTo(4.5);
  }

  @Test
  void showsWhatEachNodeLends() throws IOException {
    ExpositionText read = read(Moments.lent("new", Map.of("a-1", 64, "b-2", 8)));

    assertThat(read.value("rehearsal_node_hands", "node", "a-1", "model", "new")).isEqualTo(64);
    assertThat(read.value("rehearsal_node_hands", "node", "b-2", "model", "new")).isEqualTo(8);
    assertThat(read(Moments.running(7, false)).types()).doesNotContainKey("rehearsal_node_hands");
  }

  @Test
  void showsTheTotalOfAGroupOnceThereIsOne() throws IOException {
    String[] candidate = {"category", "bold", "lane", "candidate"};
    ExpositionText read = read(Moments.inGroup(100));

    assertThat(read.value("rehearsal_group_members")).isEqualTo(3);
    assertThat(read.value("rehearsal_group_prefixes")).isEqualTo(100);
    assertThat(read.value("rehearsal_group_up_to_seconds"))
        .isEqualTo(Instant.parse("2026-11-28T06:00:00Z").getEpochSecond());
    assertThat(read.value("rehearsal_group_rate_ratio", candidate)).isEqualTo(0.2);
    assertThat(read.value("rehearsal_group_rate_low_ratio", candidate)).isBetween(0.05, 0.15);
    assertThat(read.value("rehearsal_group_rate_high_ratio", candidate)).isBetween(0.25, 0.4);
    assertThat(read.value("rehearsal_group_rate_ratio", "category", "bold", "lane", "production"))
        .isZero();
    assertThat(read.types().keySet()).noneMatch(name -> name.startsWith("rehearsal_rate"));
    assertThat(read(Moments.inGroup(0)).types())
        .containsKey("rehearsal_group_rate_high_ratio")
        .doesNotContainKey("rehearsal_group_rate_ratio");
    assertThat(read(Moments.running(7, false)).types().keySet())
        .noneMatch(name -> name.contains("group"));
  }

  private static ExpositionText read(RunMoment moment) throws IOException {
    Families families = new Families();
    Exposition.add(moment, families);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    ExpositionFormats.init().getPrometheusTextFormatWriter().write(text, families.snapshots());
    return ExpositionText.parse(text.toString(StandardCharsets.UTF_8), false);
  }
}
