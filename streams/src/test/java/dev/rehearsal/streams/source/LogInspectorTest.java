package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.config.Plan;
import dev.rehearsal.config.PlanLoader;
import dev.rehearsal.config.Problems;
import dev.rehearsal.sampling.Cut;
import dev.rehearsal.streams.source.format.RecordFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogInspectorTest {
  @TempDir Path folder;

  @Test
  void detectsEachFormat() {
    for (RecordFormat format : RecordFormat.values()) {
      Path log = Logs.fixture(format.text() + ".jsonl");
      assertThat(LogInspector.inspect(log.toString(), folder).format()).isEqualTo(format.text());
    }
  }

  @Test
  void saysWhatTheLogHolds() {
    LogReport report = LogInspector.inspect(Logs.fixture("wildchat.jsonl").toString(), folder);

    assertThat(report.read()).isEqualTo(2);
    assertThat(report.usable()).isEqualTo(2);
    assertThat(report.ids()).isEqualTo(2);
    assertThat(report.users()).isEqualTo(1);
    assertThat(report.first()).contains(Instant.parse("2023-05-01T08:30:00Z"));
    assertThat(report.last()).contains(Instant.parse("2023-05-02T19:05:11Z"));
    assertThat(report.models()).containsEntry("gpt-4-0314", 1L);
    assertThat(report.languages()).isEqualTo(Map.of("English", 1L, "French", 1L));
    assertThat(report.turns()).isEqualTo(new LogReport.Spread(1, 1, 2));
    assertThat(report.cuts()).containsEntry(Cut.LAST_MESSAGE, 2L);
    assertThat(report.suggestedCut()).isEqualTo(Cut.LAST_MESSAGE);
  }

  @Test
  void countsWhatCannotBeUsedByReason() {
    List<String> lines = new ArrayList<>(Logs.records(3));
    lines.addAll(List.of("no", "{}", Logs.record("c1")));
    Logs.write(folder, "log.jsonl", lines);

    LogReport report = LogInspector.inspect("log.jsonl", folder);

    assertThat(report.usable()).isEqualTo(3);
    assertThat(report.unusable())
        .isEqualTo(Map.of("not JSON", 1L, "no known format", 1L, "id seen before", 1L));
  }

  @Test
  void saysWhatToDoAboutAListOfRecords() {
    Logs.write(folder, "log.json", List.of("[", Logs.record("a"), "]"));

    assertThat(LogInspector.inspect("log.json", folder).hint())
        .hasValueSatisfying(hint -> assertThat(hint).contains("jq -c '.[]' log.json"));
  }

  @Test
  void saysWhatToDoWhereSeveralModelsShareIds() {
    String old = Logs.record("a").replace("{\"id\"", "{\"model\":\"old\",\"id\"");
    Logs.write(folder, "log.jsonl", List.of(old, old.replace("old", "new")));

    assertThat(LogInspector.inspect("log.jsonl", folder).hint())
        .hasValueSatisfying(
            hint -> assertThat(hint).contains("keep = [{ field = model, equals = \"new\" }]"));
  }

  @Test
  void findsTheToolDefinitionsThatRecordsName() throws IOException {
    Path logs = Files.createDirectories(folder.resolve("pack/logs"));
    Logs.write(Files.createDirectories(folder.resolve("pack/tools")), "shop.json", List.of("[]"));
    String record =
        Logs.record("a").replace("{\"id\"", "{\"meta\":{\"tools\":\"tools/shop.json\"},\"id\"");
    Logs.write(logs, "log.jsonl", List.of(record));

    LogReport report = LogInspector.inspect("pack/logs/*.jsonl", folder);

    assertThat(report.tools()).contains(new LogReport.Tools("meta.tools", "pack"));
    assertThat(plan(PlanTemplate.of(report, "shop")).source().path()).isEqualTo("source");
  }

  @Test
  void writesAPlanThatCanBeRunAsItIs() {
    for (RecordFormat format : RecordFormat.values()) {
      Path log = Logs.fixture(format.text() + ".jsonl");
      LogReport report = LogInspector.inspect(log.toString(), folder);

      Plan plan = plan(PlanTemplate.of(report, "first-look"));

      assertThat(plan.name()).isEqualTo("first-look");
      assertThat(plan.sample().cut()).isEqualTo(report.suggestedCut());
      assertThat(plan.categories()).hasSize(1);
    }
  }

  @Test
  void letsARunLeaveOutWhatItCannotUse() {
    Logs.write(folder, "log.jsonl", List.of("no", Logs.record("a"), Logs.record("b")));
    LogReport report = LogInspector.inspect("log.jsonl", folder);

    String text = PlanTemplate.of(report, "torn");
    assertThat(text)
        .startsWith("# A plan")
        .contains("\n\nsource {\n  type", "\nsample {\n  # Where");

    assertThat(text).contains("1 of 3 lines cannot be used");
    assertThat(plan(text).quarantine().maxShare()).isEqualTo(0.34);
  }

  @Test
  void letsARunLeaveOutWhatHasNoReplyToRemove() {
    String unanswered = "{\"id\":\"u\",\"messages\":[{\"role\":\"user\",\"content\":\"alone\"}]}";
    Logs.write(folder, "log.jsonl", List.of(unanswered, Logs.record("a"), Logs.record("b")));

    String text = PlanTemplate.of(LogInspector.inspect("log.jsonl", folder), "unanswered");

    assertThat(text).contains("1 of 3 lines cannot be used");
    assertThat(plan(text).quarantine().maxShare()).isEqualTo(0.34);
  }

  @Test
  void keepsTheUsualShareForALogThatIsWhole() {
    Logs.write(folder, "log.jsonl", List.of(Logs.record("a"), Logs.record("b")));

    assertThat(PlanTemplate.of(LogInspector.inspect("log.jsonl", folder), "whole"))
        .doesNotContain("quarantine");
  }

  @Test
  void knowsTheWorstShareThatARunComesPast() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4000; i++) {
      lines.add(i < 500 ? "no" : Logs.record("c" + i));
    }
    Logs.write(folder, "log.jsonl", lines);

    assertThat(LogInspector.inspect("log.jsonl", folder).worstShare()).isEqualTo(0.5);
  }

  /** Loads it, as a run would, up to the source. */
  private Plan plan(String text) {
    Problems problems = new Problems();
    Path file = Logs.write(folder, "plan.conf", List.of(text));
    Plan plan = PlanLoader.read(file, Map.of(), Map.of(), problems);
    SourceSpec source = Sources.read(plan.source());
    assertThat(problems.messages()).as(text).isEmpty();
    Preparation preparation = Logs.with(Logs.preparation(folder), plan.sample());
    try (PreparedSource prepared = source.open(preparation)) {
      assertThat(prepared.funnel().sampled()).isPositive();
    }
    return plan;
  }
}
