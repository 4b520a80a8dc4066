package dev.rehearsal.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/**
 * A log of forty users with one to eight conversations each. Every fourth user gets a no in each,
 * so that all that is known comes from the users, however much they write.
 */
class UserUnitTest {
  private static final int USERS = 40;

  @TempDir Path folder;

  private int conversations;

  @BeforeEach
  void writeLog() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int round = 0; round < 8; round++) {
      for (int user = 0; user < USERS; user++) {
        if (round <= user % 8) {
          lines.add(
              """
              {"id": "c%d-%d", "user": "u%d", "messages": [{"role": "user", "content": "q"}, \
              {"role": "assistant", "content": "%s"}]}\
              """
                  .formatted(user, round, user, user % 4 == 3 ? "no" : "yes"));
        }
      }
    }
    conversations = lines.size();
    Files.write(folder.resolve("log.jsonl"), lines);
    Files.writeString(
        folder.resolve("plan.conf"),
        """
        source { type = jsonl, paths = ["log.jsonl"] }
        sample { unit = user, per-user = null }
        lanes { production = recorded }
        graders { finds { type = rule, contains = "no" } }
        categories = [ { id = says-no, grader = finds } ]
        stop { look-every = 10 }
        """);
  }

  @Test
  void countsEachUserOnceAndSaysSo() throws IOException {
    Ran ran = begin("whole", "--out");
    JsonNode estimate = estimate("whole");
    int users = estimate.path("users").asInt();

    assertThat(ran.exitCode()).as(ran.err()).isZero();
    assertThat(ran.err()).contains("mean rates of the users who made this log");
    assertThat(users).isEqualTo(USERS - 1);
    assertThat(estimate.path("rate").asDouble() * users)
        .isCloseTo(Math.rint(estimate.path("rate").asDouble() * users), within(1e-9));
    assertThat(estimate.path("trials").asInt()).isBetween(conversations - 8, conversations - 1);
    assertThat(estimate.path("method").asText()).isEqualTo("linear-bet");
    assertThat(estimate.path("designEffect").asDouble()).isGreaterThan(3);
    assertThat(estimate.path("high").asDouble() - estimate.path("low").asDouble())
        .isGreaterThan(0.25);
    assertThat(ran.out()).contains(users + " users");
    assertThat(Ran.rehearsal("report", folder.resolve("whole").toString()).out())
        .contains("## Users")
        .contains("| says-no | production | " + users + " |")
        .contains("each user counts once");
    assertThat(Ran.rehearsal("report", folder.resolve("whole").toString(), "--format=csv").out())
        .contains("design effect [ratio]");
  }

  @Test
  void aRunInPartsGivesWhatAWholeOneGives() throws IOException {
    assertThat(begin("whole", "--out").exitCode()).isZero();
    assertThat(begin("parts", "--out", "--limit=33").exitCode()).isZero();
    JsonNode part = estimate("parts");
    assertThat(begin("parts", "--resume", "--limit=90").exitCode()).isZero();
    assertThat(begin("parts", "--resume").exitCode()).isZero();

    assertThat(part.path("users").asInt()).isBetween(1, USERS - 2);
    assertThat(estimate("parts")).isEqualTo(estimate("whole"));
  }

  @Test
  void saysInAdvanceWhatIsEstimated() {
    Ran plan = Ran.rehearsal("plan", folder.resolve("plan.conf").toString());

    assertThat(plan.exitCode()).as(plan.err()).isZero();
    assertThat(plan.out()).contains("each user counts once").contains("linear-bet");
  }

  @Test
  void isNotComparedInPairs() {
    assertThat(begin("whole", "--out").exitCode()).isZero();
    String run = folder.resolve("whole").toString();

    Ran compared = Ran.rehearsal("compare", run, run);

    assertThat(compared.exitCode()).isEqualTo(2);
    assertThat(compared.err()).contains("prefixes of one user are no independent pairs");
  }

  @Test
  void refusesWhatWouldLeaveUsersOutAllAtOnce() {
    Ran ran =
        begin(
            "part",
            "--out",
            "--set=sample.fraction=0.5",
            "--set=sample.per-user=3",
            "--set=estimate.estimand=log",
            "--set=stop.futility=0.05");

    assertThat(ran.exitCode()).isEqualTo(2);
    assertThat(ran.err())
        .contains("sample.fraction must be 1 for sample.unit = user")
        .contains("sample.per-user must be null for sample.unit = user")
        .contains("estimate.estimand must be traffic for sample.unit = user")
        .contains("stop.futility cannot be told for sample.unit = user");
  }

  private JsonNode estimate(String name) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve(name).resolve("summary.json").toFile())
        .path("estimates")
        .path(0);
  }

  private Ran begin(String name, String into, String... further) {
    List<String> arguments =
        new ArrayList<>(List.of("run", folder.resolve("plan.conf").toString(), into));
    arguments.add(folder.resolve(name).toString());
    arguments.addAll(List.of(further));
    return Ran.rehearsal(arguments.toArray(String[]::new));
  }
}
