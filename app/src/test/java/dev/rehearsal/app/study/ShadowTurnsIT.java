package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A shadow run over single turns whose process is killed counts each conversation once, and has the
 * estimates of a run over the whole conversations.
 */
@Tag("slow")
@Timeout(600)
class ShadowTurnsIT {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int SIZE = 1_500;
  private static final int KILLS = 2;

  /** Turns of so many conversations are mixed. */
  private static final int AT_ONCE = 20;

  @TempDir Path folder;

  @Test
  void countsEachConversationOnceWhenItIsKilledBetweenItsTurns() throws IOException {
    Path log = new Study(folder).log(5, SIZE);
    Path whole = folder.resolve("whole");
    Launched straight =
        InProcess.answering(
            Files.readString(log),
            "run",
            plan("straight", "type = jsonl, paths = [\"-\"]", "0ms"),
            "--out",
            whole.toString());
    assertThat(straight.exitCode()).as(straight.err()).isZero();

    Path turns = folder.resolve("turns");
    try (BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"))) {
      topics.write("turns", turns(Files.readAllLines(log)), Duration.ofSeconds(1));
      String plan =
          plan(
              "shadow",
              """
              type = kafka, servers = ["%s"], topics = [turns], group = g, until = now
              fields { id = [conversation] }, assemble { gap = 1m, most-open = 1000 }
              """
                  .formatted(topics.address()),
              "10ms");
      for (int kill = 1; kill <= KILLS; kill++) {
        long goal = (long) SIZE * kill / (KILLS + 1);
        try (Child child = shadow(plan, turns)) {
          await()
              .atMost(PATIENCE)
              .until(() -> !child.process().isAlive() || Study.admitted(turns) >= goal);
          assertThat(child.process().isAlive()).as(child.saying()).isTrue();
          child.kill();
        }
      }
      try (Child child = shadow(plan, turns)) {
        Launched ended = child.ended(PATIENCE);
        assertThat(ended.exitCode()).as(ended.err()).isZero();
      }
    }

    JsonNode expected = Study.summary(whole);
    JsonNode actual = Study.summary(turns);
    assertThat(actual.at("/funnel/read").asInt()).isEqualTo(SIZE);
    assertThat(actual.at("/funnel/sampled").asInt()).isEqualTo(SIZE);
    assertThat(actual.path("estimates").toPrettyString())
        .isEqualTo(expected.path("estimates").toPrettyString());
    assertThat(actual.path("comparisons").toPrettyString())
        .isEqualTo(expected.path("comparisons").toPrettyString());
  }

  /** The question and the reply of each conversation as messages of their own. */
  private static List<String> turns(List<String> conversations) throws IOException {
    List<String> turns = new ArrayList<>();
    for (int from = 0; from < conversations.size(); from += AT_ONCE) {
      for (int turn = 0; turn < 2; turn++) {
        for (int i = from; i < Math.min(conversations.size(), from + AT_ONCE); i++) {
          JsonNode conversation = JSON.readTree(conversations.get(i));
          ObjectNode event = conversation.at("/messages/" + turn).deepCopy();
          event.set("conversation", conversation.path("id"));
          event.set("user", conversation.path("user"));
          turns.add(event.toString());
        }
      }
    }
    return turns;
  }

  private String plan(String name, String source, String latency) {
    return new Study(folder)
        .plan(
            name,
            """
            name = turned
            source { %s }
            models {
              new { type = simulated, seed = 6, in-flight = 32, latency = "%s"
                rates { bold = 0.25, shy = 0.02 } }
            }
            lanes { production = recorded, candidate = new }
            graders {
              bold { type = rule, contains = "VIOLATES(bold)" }
              shy { type = rule, contains = "VIOLATES(shy)" }
            }
            categories = [ { id = bold, grader = bold }, { id = shy, grader = shy } ]
            stop { rules = off, look-every = 50 }
            """
                .formatted(source, latency))
        .toString();
  }

  private Child shadow(String plan, Path run) {
    return Child.start(folder, Map.of(), "shadow", plan, "--out", run.toString());
  }
}
