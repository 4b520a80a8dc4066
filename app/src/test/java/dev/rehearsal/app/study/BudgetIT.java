package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.actors.simulated.SimulatedBehaviour;
import dev.rehearsal.actors.simulated.SimulatedReply;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No budget is ever exceeded, and a run that reached one goes on when it is raised. */
class BudgetIT {
  private static final int SIZE = 200;
  private static final String PRICE =
      "price { input-per-million = 1000, output-per-million = 5000 }";
  private static final String USUAL =
      "seed = 9, faults = 0.05, drip-for = 30s, latency = \"1ms..5ms\"\n"
          + "rates { bad = 0.1 }, words { mean = 20, min = 5, max = 60 }";

  @TempDir Path folder;
  private Path log = Path.of("");

  @BeforeEach
  void log() {
    log = new Study(folder).log(9, SIZE);
  }

  @Test
  void callsAreNeverMoreThanTheBudget() {
    try (Endpoint endpoint = Endpoint.start(folder, USUAL)) {
      Path run = stopped(endpoint, "budget-calls", 150);

      assertThat(endpoint.stop()).hasSizeBetween(120, 150);
      assertThat(Study.summary(run).at("/cost/calls").asInt()).isLessThanOrEqualTo(150);
    }
  }

  @Test
  void tokensAreNeverMoreThanTheBudget() {
    try (Endpoint endpoint = Endpoint.start(folder, USUAL)) {
      stopped(endpoint, "budget-tokens", 8000);

      long tokens = 0;
      for (SimulatedReply reply : billed(endpoint)) {
        tokens += reply.inputTokens() + reply.outputTokens();
      }
      assertThat(tokens).isBetween(4000L, 8000L);
    }
  }

  @Test
  void dollarsAreNeverMoreThanTheBudget() {
    try (Endpoint endpoint = Endpoint.start(folder, USUAL)) {
      Path run = stopped(endpoint, "budget-usd", 30);

      double dollars = 0;
      for (SimulatedReply reply : billed(endpoint)) {
        dollars += (reply.inputTokens() * 1000 + reply.outputTokens() * 5000) / 1e6;
      }
      assertThat(dollars).isBetween(15.0, 30.0);
      assertThat(Study.summary(run).at("/cost/usd").asDouble()).isLessThanOrEqualTo(30);
    }
  }

  @Test
  void aRunThatReachedItsBudgetOrDeadlineEndsAsAnyOtherOnceItIsRaised() {
    Map<String, String> undisturbed;
    try (Endpoint endpoint = Endpoint.start(folder, USUAL)) {
      Path run = folder.resolve("undisturbed");
      run(endpoint, "--out", run, Map.of());
      undisturbed = Study.outcome(run);
    }
    try (Endpoint endpoint = Endpoint.start(folder, USUAL + "\nlatency = 60ms")) {
      Path run = folder.resolve("in-parts");
      run(endpoint, "--out", run, Map.of("stop.budget-calls", "60"));
      assertThat(status(run)).isEqualTo("budget");
      run(endpoint, "--resume", run, Map.of("stop.budget-calls", "130"));
      assertThat(status(run)).isEqualTo("budget");
      assertThat(endpoint.calls()).hasSizeLessThanOrEqualTo(130);
      run(endpoint, "--resume", run, Map.of("stop.deadline", "300ms"));
      assertThat(status(run)).isEqualTo("deadline");
      assertThat(Study.summary(run).path("admitted").asInt()).isBetween(1, SIZE - 1);
      run(endpoint, "--resume", run, Map.of());
      assertThat(status(run)).isEqualTo("exhausted");
      assertThat(Study.outcome(run)).isEqualTo(undisturbed);
    }
  }

  @Test
  @Tag("slow")
  void callsAreNeverMoreThanTheBudgetAcrossAKill() {
    try (Endpoint endpoint = Endpoint.start(folder, "seed = 9, latency = 500ms")) {
      Path run = folder.resolve("killed");
      PlanText text =
          new PlanText(log)
              .lane("candidate", endpoint.url(), "")
              .category("bad", "")
              .with("stop { rules = off, budget-calls = 100 }");
      Path plan = new Study(folder).plan("killed", text.toString());
      try (Child child =
          Child.start(folder, Map.of(), "run", plan.toString(), "--out", run.toString())) {
        await().atMost(Duration.ofMinutes(2)).until(() -> endpoint.calls().size() > 40);
        child.kill();
      }

      Launched resumed = InProcess.rehearsal("run", plan.toString(), "--resume", run.toString());

      assertThat(resumed.exitCode()).as(resumed.err()).isZero();
      assertThat(status(run)).isEqualTo("budget");
      assertThat(Study.summary(run).at("/cost/charged/calls").asInt()).isEqualTo(100);
      assertThat(endpoint.stop()).hasSizeBetween(84, 100);
    }
  }

  private Path stopped(Endpoint endpoint, String budget, int amount) {
    Path run = folder.resolve(budget);
    Launched launched =
        run(endpoint, "--out", run, Map.of("stop." + budget, Integer.toString(amount)));
    assertThat(launched.exitCode()).as(launched.err()).isZero();
    assertThat(status(run)).isEqualTo("budget");
    assertThat(launched.out() + launched.err()).contains("BUDGET");
    return run;
  }

  private Launched run(Endpoint endpoint, String how, Path run, Map<String, String> sets) {
    PlanText plan =
        new PlanText(log)
            .lane("baseline", endpoint.url(), "parameters.max_tokens = 81, " + PRICE)
            .lane("candidate", endpoint.url(), "parameters.max_tokens = 81, " + PRICE)
            .category("bad", "")
            .with("stop { rules = off, look-every = 10 }");
    List<String> arguments = new ArrayList<>();
    arguments.add("run");
    arguments.add(new Study(folder).plan("budget", plan.toString()).toString());
    arguments.add(how);
    arguments.add(run.toString());
    sets.forEach((key, value) -> arguments.add("--set=" + key + "=" + value));
    Launched launched = InProcess.rehearsal(arguments.toArray(String[]::new));
    assertThat(launched.exitCode()).as(launched.err()).isZero();
    return launched;
  }

  /** What the server would charge for: every reply whose first byte was sent. */
  private static List<SimulatedReply> billed(Endpoint endpoint) {
    SimulatedBehaviour behaviour = endpoint.behaviour();
    JsonNode question =
        JsonNodeFactory.instance.objectNode().put("content", Study.QUESTION.formatted(0));
    return endpoint.stop().stream()
        .filter(Endpoint.Call::billed)
        .map(call -> behaviour.reply(call.key(), List.of(question)))
        .toList();
  }

  private static String status(Path run) {
    return Study.summary(run).path("status").asText();
  }
}
