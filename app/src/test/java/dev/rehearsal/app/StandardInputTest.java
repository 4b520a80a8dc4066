package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run over conversations that arrive. */
class StandardInputTest {
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["-"] }
      lanes { production = recorded }
      graders { finds { type = rule, contains = "no" } }
      categories = [ { id = says-no, grader = finds } ]
      stop { rules = off }
      """;

  @TempDir Path folder;

  @BeforeEach
  void writePlan() throws IOException {
    Files.writeString(folder.resolve("plan.conf"), PLAN);
  }

  @Test
  void saysThatTheLimitEndedIt() {
    Launched ran = run(lines(30), "--out", "--limit=20");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains(
            "BUDGET after 20 prefixes: stopped before the limit of max-prefixes would be exceeded");
  }

  @Test
  void saysThatTheInputEndedWhereItDidBeforeTheLimit() {
    Launched ran = run(lines(30), "--out", "--limit=40");

    assertThat(ran.out())
        .as(ran.err())
        .contains("EXHAUSTED after 30 prefixes: the log has no more");
  }

  @Test
  void goesOnWithTheSameInput() {
    run(lines(30), "--out", "--limit=20");

    Launched ran = run(lines(30), "--resume");

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("after 30 prefixes").contains("30 answered, 20 reused");
  }

  @Test
  void refusesToGoOnWithAnotherInput() {
    run(lines(30), "--out", "--limit=20");

    Launched ran = run(lines(30).replace("What of 7?", "What of 8?"), "--resume");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("not what the run began with: prefix 8 is another");
  }

  @Test
  void refusesToGoOnWithAShorterInput() {
    run(lines(30), "--out", "--limit=20");

    Launched ran = run(lines(12), "--resume");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("not what the run began with: it ended before prefix 13");
  }

  @Test
  void raisesAnAlarmWhenTheRateChangesAndAgainAfterAResume() throws IOException {
    String calm = lines(400).replace("\"no\"", "\"yes\"");
    String turned = lines(800).substring(lines(400).length()).replace("\"yes\"", "\"no\"");
    String input = calm + turned;

    Launched whole = run(input, "--out", "--set=stop.look-every=20");

    assertThat(whole.out())
        .contains("ALARM says-no in production: the rate changed within the run");
    String alarms = alarms();
    assertThat(alarms).contains("\"kind\" : \"rate-changed\"");
    run(input, "--resume", "--set=stop.look-every=20");
    assertThat(alarms()).isEqualTo(alarms);
  }

  private String alarms() throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("run/summary.json").toFile())
        .path("alarms")
        .toPrettyString();
  }

  private Launched run(String input, String into, String... further) {
    List<String> arguments = new ArrayList<>(List.of("run"));
    arguments.add(folder.resolve("plan.conf").toString());
    arguments.addAll(List.of(into, folder.resolve("run").toString()));
    arguments.addAll(List.of(further));
    return InProcess.answering(input, arguments.toArray(String[]::new));
  }

  private static String lines(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                """
                {"id": "c%d", "messages": [{"role": "user", "content": "What of %d?"}, \
                {"role": "assistant", "content": "%s"}]}
                """
                    .formatted(i, i, i % 5 == 0 ? "no" : "yes"))
        .collect(Collectors.joining());
  }
}
