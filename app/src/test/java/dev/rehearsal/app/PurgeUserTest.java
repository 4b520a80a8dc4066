package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person of a log with ten users, who have four conversations each, is forgotten. */
class PurgeUserTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path folder;
  private Path run = Path.of("");

  @BeforeEach
  void writeLog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      lines.add(
          """
          {"id": "c%d", "user": "u%d", "messages": [{"role": "user", "content": "q"}, \
          {"role": "assistant", "content": "%s"}]}\
          """
              .formatted(i, i % 10, i % 3 == 0 ? "no" : "yes"));
    }
    Files.write(folder.resolve("log.jsonl"), lines);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample { per-user = 3 }
        estimate { estimand = log }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        stop { look-every = 10 }
        """);
    run = folder.resolve("run");
  }

  @Test
  void changesNoResultOfARunThatCountsConversationsWhenItGoesOn() throws IOException {
    Path undisturbed = folder.resolve("undisturbed");
    requireFine(Ran.rehearsal("run", plan(), "--out", undisturbed.toString()));
    requireFine(Ran.rehearsal("run", plan(), "--out", run.toString(), "--limit", "15"));
    Ran purged = purge("--user", "u1");

    requireFine(Ran.rehearsal("run", plan(), "--resume", run.toString()));

    assertThat(purged.out()).contains(": removed the text of ").contains(": replaced the user's");
    for (String part : List.of("estimates", "funnel", "digest")) {
      assertThat(summary(run).path(part)).as(part).isEqualTo(summary(undisturbed).path(part));
    }
  }

  @Test
  void saysThatTheKeyGoesWhereTheTextWentBefore() throws IOException {
    requireFine(Ran.rehearsal("run", plan(), "--out", run.toString()));
    requireFine(purge("--older-than", "0d"));

    Ran found = purge("--user", "u1", "--dry-run");
    JsonNode purged = JSON.readTree(purge("--user", "u1", "--json").out());

    assertThat(found.out())
        .contains(": would replace the user's key by a random name in 3 prefixes, whose text was")
        .doesNotContain("remove");
    assertThat(purged.path("renamed").asLong()).isEqualTo(3);
    assertThat(purged.path("prefixes").asLong()).isZero();
    assertThat(purge("--user", "u1").out()).contains("nothing to remove: no prefix is of this");
  }

  private Ran purge(String selection, String which, String... further) {
    List<String> all = new ArrayList<>(List.of("purge", run.toString(), selection, which));
    all.addAll(List.of(further));
    return Ran.rehearsal(all.toArray(String[]::new));
  }

  private String plan() {
    return folder.resolve("plan.conf").toString();
  }

  private static void requireFine(Ran ran) {
    assertThat(ran.exitCode()).as(ran.err()).isZero();
  }

  private static JsonNode summary(Path of) throws IOException {
    return JSON.readTree(of.resolve("summary.json").toFile());
  }
}
