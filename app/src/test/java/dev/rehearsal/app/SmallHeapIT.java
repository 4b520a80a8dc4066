package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the log: what is kept of each record is its place. */
@Tag("slow")
class SmallHeapIT {
  private static final int CONVERSATIONS = 200_000;
  private static final int VIOLATES_IN = 100;

  @TempDir Path folder;

  @Test
  void aLogLargerThanTheHeapRunsToItsEnd() throws IOException {
    Path log = log();
    assertThat(Files.size(log)).isGreaterThan(100L << 20);
    Path plan =
        Files.writeString(
            folder.resolve("plan.conf"),
            """
            source { type = jsonl, paths = ["log.jsonl"] }
            models { again { type = recorded, paths = ["log.jsonl"] } }
            lanes { candidate = again }
            graders { violates { type = rule, reply-matches = VIOLATES } }
            categories = [ { id = violation, grader = violates } ]
            stop { rules = off }
            """);

    Launched launched =
        Launched.process(
            folder,
            Map.of("REHEARSAL_JAVA_OPTS", "-Xmx96m -XX:+ExitOnOutOfMemoryError"),
            "",
            List.of(
                Launched.root().resolve("rehearsal").toString(),
                "run",
                plan.toString(),
                "--out",
                folder.resolve("run").toString()));

    assertThat(launched.exitCode()).as(launched.err()).isZero();
    JsonNode summary =
        new ObjectMapper().readTree(folder.resolve("run").resolve("summary.json").toFile());
    assertThat(summary.path("admitted").asInt()).isEqualTo(CONVERSATIONS);
    assertThat(summary.at("/estimates/0/hits").asInt()).isEqualTo(CONVERSATIONS / VIOLATES_IN);
  }

  private Path log() throws IOException {
    Path file = folder.resolve("log.jsonl");
    String filler = "word ".repeat(50);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        String verdict = i % VIOLATES_IN == 0 ? "VIOLATES" : "fine";
        out.append("{\"id\":\"c" + i + "\",\"messages\":[{\"role\":\"user\",\"content\":\"")
            .append(filler)
            .append("\"},{\"role\":\"assistant\",\"content\":\"")
            .append(verdict + " " + filler)
            .append("\"}]}\n");
      }
    }
    return file;
  }
}
