package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.RealPostgres;
import dev.rehearsal.streams.journal.StoredReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are killed at any moment and resumed end as if nothing had happened. */
class KillIT {
  private static final long SEED = Long.getLong("seed", 2026);
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void twoKillsChangeNothingAndNothingIsAskedTwice() {
    study(300, 2, 1000, "");
  }

  @Test
  @Tag("slow")
  void twentyKillsChangeNothingAndNothingIsAskedTwice() {
    study(7000, 20, 2500, "");
  }

  @Test
  @Tag("slow")
  void twoKillsChangeNothingOfAJournalOnAServer() {
    try (RealPostgres server = RealPostgres.start()) {
      study(300, 2, 1000, "journal { url = \"" + server.url() + "\", user = postgres }");
    }
  }

  /**
   * A run into a file that nobody disturbs, and one that is killed.
   *
   * @param journal where the killed run keeps its journal, as the plan says it
   */
  private void study(int size, int kills, int longestLife, String journal) {
    System.out.printf("kills: replay with -Dseed=%d%n", SEED);
    Random random = new Random(SEED);
    Path log = new Study(folder).log(5, size);

    Path undisturbed = folder.resolve("undisturbed");
    Path disturbed = folder.resolve("disturbed");
    try (Endpoint endpoint = endpoint("latency = 1ms")) {
      Launched launched =
          InProcess.rehearsal(
              "run", plan(log, endpoint, "fast", "").toString(), "--out", undisturbed.toString());
      assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
    }
    Map<String, Double> committed = new HashMap<>();
    List<Integer> lives = new ArrayList<>();
    List<Endpoint.Call> calls;
    try (Endpoint endpoint = endpoint("latency = \"20ms p99 200ms\"")) {
      Path plan = plan(log, endpoint, "slow", journal);
      int midway = 0;
      for (int kill = 1; kill <= kills; kill++) {
        int life = random.nextInt(longestLife);
        lives.add(life);
        try (Child child = resumed(plan, disturbed)) {
          // Every fifth is killed while it starts, the others at work.
          if (kill % 5 != 0) {
            int before = endpoint.calls().size();
            await().atMost(PATIENCE).until(() -> endpoint.calls().size() > before);
          }
          if (child.ends(Duration.ofMillis(life))) {
            throw new AssertionError("it ended before kill " + kill + ": " + child.saying());
          }
          child.kill();
        }
        double dead = Instant.now().toEpochMilli();
        midway += noteCommitted(disturbed, dead, committed) ? 1 : 0;
      }
      try (Child child = resumed(plan, disturbed)) {
        Launched launched = child.ended(PATIENCE);
        assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
      }
      calls = endpoint.stop();

      assertThat(midway).as("kills that found new replies in the journal").isPositive();
    }
    List<Endpoint.Call> again =
        calls.stream()
            .filter(c -> c.start() > committed.getOrDefault(c.key(), Double.POSITIVE_INFINITY))
            .toList();
    System.out.printf(
        "kills: %d kills after %s ms; %d replies journalled before a kill, %d calls in all,"
            + " %d of journalled keys after it%n",
        kills, lives, committed.size(), calls.size(), again.size());
    assertThat(again).isEmpty();
    assertThat(committed).isNotEmpty();
    assertThat(Study.outcome(disturbed)).isEqualTo(Study.outcome(undisturbed));
    assertThat(Study.summary(disturbed).path("replies").path("lanes"))
        .hasSameSizeAs(Study.summary(undisturbed).path("replies").path("lanes"));
  }

  private Endpoint endpoint(String latency) {
    return Endpoint.start(
        folder,
        "seed = 6, faults = 0.05, drip-for = 30s, retry-after = 1s\n"
            + "rates { shy = 0.05, bold = 0.25, even = 0.15 }\n"
            + latency);
  }

  private Path plan(Path log, Endpoint endpoint, String name, String journal) {
    return new Study(folder)
        .plan(
            name,
            new PlanText(log)
                .lane("baseline", endpoint.url(), "in-flight = 12")
                .lane("candidate", endpoint.url(), "in-flight = 12")
                .category("shy", "tolerance = 0.15")
                .category("bold", "tolerance = 0.15")
                .category("even", "tolerance = 0.15")
                .with("stop { look-every = 50, baseline = off }")
                .with(journal)
                .toString());
  }

  /** Begins the run, or goes on with it where there is one. */
  private Child resumed(Path plan, Path run) {
    String option = begun(run) ? "--resume" : "--out";
    return Child.start(folder, Map.of(), "run", plan.toString(), option, run.toString());
  }

  private static boolean begun(Path run) {
    return Files.exists(run.resolve("journal.db")) || Files.exists(run.resolve("journal.json"));
  }

  /** Notes keys that the journal has for the first time; true when there are any. */
  private static boolean noteCommitted(Path run, double dead, Map<String, Double> committed) {
    int before = committed.size();
    if (begun(run)) {
      Study.journal(
          run,
          recovered ->
              recovered.replies().stream()
                  .map(StoredReply::key)
                  .forEach(key -> committed.putIfAbsent(key, dead)));
    }
    return committed.size() > before;
  }
}
