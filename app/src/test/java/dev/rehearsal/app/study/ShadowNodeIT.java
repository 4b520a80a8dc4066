package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.app.BrokerTopics;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.journal.StoredReply;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A shadow on a real broker that a node lends its hands to. */
@Tag("slow")
@Timeout(240)
class ShadowNodeIT extends NodeCase {
  private static final int MESSAGES = 500;

  @Test
  void countsEachMessageOnceThoughItsNodeIsKilledAndItIsStoppedAndStartedAgain() throws Exception {
    List<String> lines = Files.readAllLines(new Study(folder).log(9, MESSAGES));
    Path run = folder.resolve("shadow");
    Set<String> journalled = new HashSet<>();
    double stopped;
    List<Endpoint.Call> calls;
    try (BrokerTopics topics = BrokerTopics.start(folder.resolve("broker"));
        Endpoint endpoint = endpoint("latency = 600ms")) {
      topics.write("conversations", lines);
      String join = "127.0.0.1:" + freePort();
      Path plan = plan("shadow", kafka(topics), endpoint, join);
      try (Child node = node(plan, join, Map.of())) {
        try (Child child = shadow(plan, run)) {
          helped(child, run);
          awaitMoreCalls(endpoint, 2 * IN_FLIGHT);
          node.kill();
          says(child, "which is gone");
          child.interrupt();
          Launched ended = child.ended(PATIENCE);
          assertThat(ended.exitCode()).as(ended.err()).isEqualTo(130);
        }
      }
      stopped = Instant.now().toEpochMilli();
      Study.journal(
          run,
          recovered ->
              recovered.replies().stream()
                  .filter(reply -> reply.lane().equals("candidate"))
                  .map(StoredReply::key)
                  .forEach(journalled::add));
      try (Child node = node(plan, join, Map.of());
          Child child = shadow(plan, run)) {
        helped(child, run);
        Launched ended = child.ended(PATIENCE);
        assertThat(ended.exitCode()).as(ended.err()).isIn(0, 10);
        says(node, "is over or lost; waiting for a run there");
      }
      calls = endpoint.stop();
    }
    JsonNode shadowed = Study.summary(run);
    JsonNode alone = Study.summary(alone(lines));
    for (String part : List.of("admitted", "estimates", "comparisons")) {
      assertThat(shadowed.path(part)).as(part).isEqualTo(alone.path(part));
    }
    assertThat(journalled).hasSizeBetween(1, MESSAGES - 1);
    assertThat(calls)
        .filteredOn(call -> call.start() > stopped)
        .isNotEmpty()
        .extracting(Endpoint.Call::key)
        .doesNotContainAnyElementsOf(journalled);
    // One machine has so many calls under way at most; a node has as many again.
    assertThat(Starts.most(calls, Duration.ofMillis(500).toMillis())).isGreaterThan(IN_FLIGHT);
  }

  /** Until a node makes calls for it, it makes none. */
  private static void helped(Child child, Path run) {
    says(child, "nodes can join at");
    ctl(run, "pause");
    says(child, "nodes lend " + IN_FLIGHT + " calls at once");
    ctl(run, "resume");
  }

  private static void awaitMoreCalls(Endpoint endpoint, int more) {
    int before = endpoint.calls().size();
    await().atMost(PATIENCE).until(() -> endpoint.calls().size() > before + more);
  }

  /** One process that reads the same from standard input. */
  private Path alone(List<String> lines) {
    Path run = folder.resolve("alone");
    try (Endpoint endpoint = endpoint("latency = 1ms")) {
      Path plan = plan("alone", "type = jsonl, paths = [\"-\"]", endpoint, "");
      Launched ended =
          InProcess.answering(
              String.join("\n", lines) + "\n", "run", plan.toString(), "--out", run.toString());
      assertThat(ended.exitCode()).as(ended.err()).isIn(0, 10);
    }
    return run;
  }

  private static String kafka(BrokerTopics topics) {
    return "type = kafka, servers = [\"%s\"], topics = [conversations], group = g, until = now"
        .formatted(topics.address());
  }

  private Path plan(String name, String source, Endpoint endpoint, String join) {
    String cluster =
        join.isEmpty() ? "" : "cluster.port = " + join.substring(join.indexOf(':') + 1);
    return new Study(folder)
        .plan(
            name,
            """
            name = helped
            source { %s }
            models {
              new { type = openai, base-url = "%s", model = new, in-flight = %d, timeout = 5s }
            }
            lanes { production = recorded, candidate = new }
            send-to = [127.0.0.1]
            graders {
              bold { type = rule, contains = "VIOLATES(bold)" }
              even { type = rule, contains = "VIOLATES(even)" }
            }
            categories = [ { id = bold, grader = bold }, { id = even, grader = even } ]
            stop { rules = off, look-every = 50 }
            %s
            """
                .formatted(source, endpoint.url(), IN_FLIGHT, cluster));
  }

  private Child shadow(Path plan, Path run) {
    return Child.start(folder, Map.of(), "shadow", plan.toString(), "--out", run.toString());
  }
}
