package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Standard error for services. */
class LogFormatTest {
  @TempDir Path folder;

  @Test
  void everyLineOfARunIsAnObjectAndTheResultStaysAsItIs() {
    Launched text = quickstart("text");
    Launched json = quickstart("json");

    assertThat(json.exitCode()).isZero();
    assertThat(lines(json))
        .isNotEmpty()
        .allSatisfy(
            line -> {
              assertThat(Instant.parse(line.path("time").asText())).isAfter(Instant.EPOCH);
              assertThat(line.path("level").asText()).isEqualTo("INFO");
              assertThat(line.path("logger").asText()).isEqualTo("rehearsal");
              assertThat(line.path("message").asText()).isNotBlank();
            });
    assertThat(lines(json).stream().map(line -> line.path("message").asText()))
        .anyMatch(message -> message.startsWith("log        368 read"));
    assertThat(json.out().replace("-json", "")).isEqualTo(text.out().replace("-text", ""));
  }

  @Test
  void alarmsCarryTheirKind() throws IOException {
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["-"] }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        stop { rules = off, look-every = 20 }
        """);
    String input = Conversations.lines(0, 800, number -> number >= 400);

    Launched ran =
        InProcess.answering(
            input,
            "run",
            folder.resolve("plan.conf").toString(),
            "--log-format",
            "json",
            "--out=" + folder.resolve("run"));

    assertThat(lines(ran).stream().filter(line -> line.path("kind").asText().equals("alarm")))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("WARN");
              assertThat(line.path("message").asText()).startsWith("ALARM says-no in production");
            });
  }

  @Test
  void errorsAreObjectsToo() {
    Launched missing = InProcess.rehearsal("run", "no-such.conf", "--log-format=json");
    assertThat(missing.exitCode()).isEqualTo(2);
    assertThat(lines(missing))
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.path("level").asText()).isEqualTo("ERROR");
              assertThat(line.path("message").asText()).startsWith("rehearsal: ");
            });

    Launched unknown = InProcess.rehearsal("run", "--log-format", "json", "--no-such-option");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(lines(unknown)).isNotEmpty();
  }

  @Test
  void anyOtherFormatIsRefused() {
    Launched ran = InProcess.rehearsal("version", "--log-format", "xml");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err()).contains("--log-format").contains("[TEXT, JSON]");
  }

  private Launched quickstart(String format) {
    return InProcess.rehearsal(
        "run",
        Ran.quickstart(),
        "--log-format=" + format,
        "--out=" + folder.resolve("run-" + format));
  }

  private static List<JsonNode> lines(Launched ran) {
    return ran.err()
        .lines()
        .map(
            line -> {
              try {
                return new ObjectMapper().readTree(line);
              } catch (IOException e) {
                throw new UncheckedIOException("no JSON: " + line, e);
              }
            })
        .toList();
  }
}
