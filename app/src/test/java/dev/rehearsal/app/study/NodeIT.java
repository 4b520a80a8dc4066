package dev.rehearsal.app.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.streams.journal.StoredReply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs that other processes lend their hands to, with a real server that says what it was asked.
 */
@Tag("slow")
class NodeIT extends NodeCase {
  private static final Duration WINDOW = Duration.ofSeconds(5);

  /** So much later than it was given a permit is used at most. */
  private static final Duration LEASE = Duration.ofSeconds(1);

  private static final String PASSWORD = "correct horse";

  @Test
  void aNodeThatIsKilledInMidCallChangesNothingAndOneLimitHoldsForAll() {
    Path log = new Study(folder).log(5, 400);
    Path alone = undisturbed(log);
    Path run = folder.resolve("helped");
    List<Endpoint.Call> calls;
    double killed;
    try (Endpoint endpoint = endpoint("latency = 1s")) {
      Path plan = plan(log, endpoint, "helped", "cluster.port = 0");
      try (Child child = run(plan, run, "--out", Map.of());
          Child first = node(plan, join(child), Map.of());
          Child second = node(plan, join(child), Map.of())) {
        ctl(run, "pause");
        says(child, "nodes lend " + 2 * IN_FLIGHT + " calls at once");
        ctl(run, "resume");
        int before = endpoint.calls().size();
        await().atMost(PATIENCE).until(() -> endpoint.calls().size() > before + LIMIT / 60);
        killed = Instant.now().toEpochMilli();
        first.kill();
        says(child, "which is gone; nodes lend " + IN_FLIGHT + " calls at once");
        assertThat(Instant.now().toEpochMilli() - killed)
            .as("milliseconds until its loss was noticed")
            .isLessThan(20_000);

        Launched launched = child.ended(PATIENCE);
        assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
        says(second, "is over or lost; waiting for a run there");
        second.interrupt();
        Launched left = second.ended(PATIENCE);
        assertThat(left.exitCode()).as(left.err()).isZero();
        assertThat(left.err()).contains("node ends on INT");
      }
      calls = endpoint.stop();
    }
    assertThat(Study.outcome(run)).isEqualTo(Study.outcome(alone));

    List<Endpoint.Call> again = calls.stream().filter(call -> call.attempt() > 1).toList();
    assertThat(again).as("what the killed node had begun").isNotEmpty();
    assertThat(again.size()).isLessThanOrEqualTo(IN_FLIGHT);
    Set<String> stranded = again.stream().map(Endpoint.Call::key).collect(Collectors.toSet());
    assertThat(calls.stream().filter(call -> call.attempt() == 1).map(Endpoint.Call::key))
        .as("each asked once, but for those")
        .doesNotHaveDuplicates();
    assertThat(calls)
        .filteredOn(call -> call.attempt() == 1 && stranded.contains(call.key()))
        .allSatisfy(
            call ->
                assertThat(call.end())
                    .as("it was under way at the kill")
                    .isGreaterThan(killed - 1));
    assertThat(again).allSatisfy(call -> assertThat(call.start()).isGreaterThan(killed));
    int most = Starts.most(calls, WINDOW.toMillis());
    System.out.printf(
        "nodes: %d calls, %d made again, at most %d in %d s where %d a second are allowed%n",
        calls.size(), again.size(), most, WINDOW.toSeconds(), LIMIT / 60);
    long permits = LIMIT / 60 * WINDOW.plus(LEASE).toSeconds();
    assertThat(most).isLessThanOrEqualTo((int) permits + LIMIT / 200 + 1);
  }

  @Test
  void aNodeComesBackByTlsToARunThatIsKilledAndResumedAndAStrangerDoesNot() throws IOException {
    certificates();
    Path log = new Study(folder).log(5, 300);
    Path alone = undisturbed(log);
    Path run = folder.resolve("resumed");
    int port = freePort();
    Set<String> journalled = new HashSet<>();
    double dead;
    List<Endpoint.Call> calls;
    try (Endpoint endpoint = endpoint("latency = 200ms")) {
      Path plan =
          plan(
              log,
              endpoint,
              "resumed",
              """
              cluster { port = %d, tls {
                keystore = ${KEYSTORE}, keystore-password = ${SESAME}
                truststore = ${TRUSTSTORE}, truststore-password = ${SESAME}
              } }
              """
                  .formatted(port));
      String join = "127.0.0.1:" + port;
      try (Child node = node(plan, join, machine("node", "friends"));
          Child stranger = node(plan, join, machine("stranger", "everybody"))) {
        try (Child child = run(plan, run, "--out", machine("run", "friends"))) {
          says(child, "nodes can join at " + join + " by TLS");
          ctl(run, "pause");
          says(node, "joined run");
          ctl(run, "resume");
          int before = endpoint.calls().size();
          await().atMost(PATIENCE).until(() -> endpoint.calls().size() > before + 40);
          child.kill();
          dead = Instant.now().toEpochMilli();
        }
        Study.journal(
            run,
            recovered ->
                recovered.replies().stream().map(StoredReply::key).forEach(journalled::add));
        says(node, "is over or lost; waiting for a run there");
        try (Child child = run(plan, run, "--resume", machine("run", "friends"))) {
          says(child, "nodes can join at " + join + " by TLS");
          ctl(run, "pause");
          says(child, "nodes lend " + IN_FLIGHT + " calls at once");
          ctl(run, "resume");
          Launched launched = child.ended(PATIENCE);
          assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
        }
        assertThat(stranger.saying()).contains("waiting for a run").doesNotContain("joined");
      }
      calls = endpoint.stop();
    }
    assertThat(Study.outcome(run)).isEqualTo(Study.outcome(alone));
    assertThat(journalled).isNotEmpty();
    assertThat(calls)
        .filteredOn(call -> call.start() > dead)
        .extracting(Endpoint.Call::key)
        .doesNotContainAnyElementsOf(journalled);
  }

  private Path undisturbed(Path log) {
    Path run = folder.resolve("alone");
    try (Endpoint endpoint = endpoint("latency = 1ms")) {
      Launched launched =
          InProcess.rehearsal(
              "run", plan(log, endpoint, "alone", "").toString(), "--out", run.toString());
      assertThat(launched.exitCode()).as(launched.err()).isIn(0, 10);
    }
    return run;
  }

  private Path plan(Path log, Endpoint endpoint, String name, String cluster) {
    return new Study(folder)
        .plan(
            name,
            new PlanText(log)
                .lane(
                    "candidate",
                    endpoint.url(),
                    "in-flight = " + IN_FLIGHT + ", timeout = 5s, limits = shared")
                .category("bold", "")
                .category("even", "")
                .with("limits { shared { requests-per-minute = " + LIMIT + " } }")
                .with("stop.rules = off")
                .with(cluster)
                .toString());
  }

  private Child run(Path plan, Path run, String option, Map<String, String> environment) {
    return Child.start(folder, environment, "run", plan.toString(), option, run.toString());
  }

  private Map<String, String> machine(String name, String trusts) {
    return Map.of(
        "KEYSTORE", folder.resolve(name + ".p12").toString(),
        "TRUSTSTORE", folder.resolve(trusts + ".p12").toString(),
        "SESAME", PASSWORD);
  }

  /** The run and the node trust each other; the stranger trusts all, and nobody trusts it. */
  private void certificates() throws IOException {
    for (String name : List.of("run", "node", "stranger")) {
      keytool("-genkeypair", name, name, "-keyalg", "EC", "-validity", "2", "-dname", "CN=" + name);
      keytool("-exportcert", name, name, "-file", folder.resolve(name + ".cer").toString());
      for (String trusts :
          name.equals("stranger") ? List.of("everybody") : List.of("friends", "everybody")) {
        keytool(
            "-importcert",
            name,
            trusts,
            "-noprompt",
            "-file",
            folder.resolve(name + ".cer").toString());
      }
    }
  }

  private void keytool(String command, String alias, String store, String... more)
      throws IOException {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                command,
                "-alias",
                alias,
                "-storetype",
                "PKCS12",
                "-keystore",
                folder.resolve(store + ".p12").toString(),
                "-storepass",
                PASSWORD));
    line.addAll(List.of(more));
    Path said = folder.resolve("keytool.txt");
    Process process =
        new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
  }
}
