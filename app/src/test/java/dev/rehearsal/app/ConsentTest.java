package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.app.console.Console;
import dev.rehearsal.app.console.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said and asked before conversations leave the machine. Port 1 answers nobody. */
class ConsentTest {
  private static final String LINE =
      "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"},"
          + "{\"role\":\"assistant\",\"content\":\"Good day\"}]}%n";

  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path folder;

  @BeforeEach
  void writePlan() throws IOException {
    StringBuilder log = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      log.append(LINE.formatted(i));
    }
    Files.writeString(folder.resolve("log.jsonl"), log);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample { seed = 1 }
        models { new {
          type = openai, base-url = "http://localhost:1/v1", model = "m", attempts = 1
          parameters { max_tokens = 100 }
          price { input-per-million = 1, output-per-million = 1000 }
          breaker { probe = 100ms, unreachable-after = 200ms }
        } }
        lanes { production = recorded, candidate { model = new } }
        graders { sorry { type = rule, reply-matches = "sorry" } }
        categories = [ { id = refusal, grader = sorry } ]
        """);
  }

  @Test
  void takesTheEndOfInputForANo() {
    assertThat(run("")).isEqualTo(2);

    assertThat(text()).contains("[y/N]").contains("nothing was sent").doesNotContain("internal");
  }

  @Test
  void sendsNothingWithoutAYes() {
    assertThat(run("n\n")).isEqualTo(2);
  }

  @Test
  void doesNotAskAboutAHostThatIsListedWithItsPort() {
    run("", "send-to=[\"localhost:1\"]");

    assertThat(text()).doesNotContain("[y/N]").doesNotContain("nothing was sent");
  }

  @Test
  void asksAboutAnotherPortOfAListedOne() {
    assertThat(run("", "send-to=[\"localhost:2\"]")).isEqualTo(2);

    assertThat(text()).contains("[y/N]");
  }

  @Test
  void saysHowManyDollarsAtMost() {
    run("");

    assertThat(text()).contains("lane candidate at most 30 asks; at most $3.00; not de-identified");
  }

  @Test
  void countsOnlyThePartThatALaneTakes() {
    run("", "lanes.candidate.fraction=0.2");

    assertThat(text())
        .containsPattern("lane candidate at most (?:[1-9]|1\\d) asks; at most \\$[01]\\.");
    assertThat(text()).doesNotContain("at most 30 asks");
  }

  @Test
  void namesTheBudgetWhereItIsLower() {
    run("", "stop.budget-usd=0.5");

    assertThat(text()).contains("at most 30 asks; at most $0.50 (stop.budget-usd)");
  }

  @Test
  void doesNotKnowDollarsWithoutAPrice() {
    run("", "models.new.price=null");

    assertThat(text()).contains("at most 30 asks; dollars not known");
  }

  private int run(String typed, String... sets) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "run",
                folder.resolve("plan.conf").toString(),
                "--out",
                folder.resolve("run").toString()));
    for (String set : sets) {
      arguments.add("--set");
      arguments.add(set);
    }
    Console console =
        new Console(
            new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
            new PrintWriter(err, true, StandardCharsets.UTF_8),
            new Terminal(true, false, false, false, 80, 24));
    return Main.run(console, arguments.toArray(String[]::new));
  }

  private String text() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
