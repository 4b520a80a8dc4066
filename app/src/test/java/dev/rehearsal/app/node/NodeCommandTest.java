package dev.rehearsal.app.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.cluster.LenderActor;
import dev.rehearsal.app.InProcess;
import dev.rehearsal.app.Launched;
import dev.rehearsal.app.console.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node refuses before it joins anything. */
final class NodeCommandTest {
  private static final String PLAN =
      """
      source { type = jsonl, paths = ["log.jsonl"] }
      models { new { type = %s } }
      lanes { candidate = new }
      graders { refusal { type = rule, reply-matches = "no" } }
      categories = [ { id = refusal, title = "Refuses", grader = refusal, severity = 1 } ]
      stop { rules = off }
      """;
  private static final String HTTP =
      "openai, base-url = \"http://model.example.com/v1\", model = m";

  @TempDir Path folder;

  @Test
  void readsWhereARunIs() {
    assertThat(NodeCommand.Address.parse("10.0.0.1:25520"))
        .isEqualTo(new NodeCommand.Address("10.0.0.1", 25_520));
    assertThat(NodeCommand.Address.parse("[::1]:1")).isEqualTo(new NodeCommand.Address("::1", 1));
    assertThat(NodeCommand.Address.parse("[::1]:1")).hasToString("[::1]:1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.1", ":25520", "host:0", "host:65536", "host:port", ""})
  void refusesWhatIsNoPlaceOfARun(String text) {
    assertThatThrownBy(() -> NodeCommand.Address.parse(text))
        .isInstanceOf(RehearsalException.class)
        .hasMessage("--join takes HOST:PORT, such as 10.0.0.1:25520, was \"" + text + "\"");
  }

  @Test
  void refusesAPlanWithoutAModelBehindHttp() throws IOException {
    Launched node = node("simulated", "127.0.0.1:1");
    assertThat(node.exitCode()).isEqualTo(2);
    assertThat(node.err()).contains("no lane and no judge asks a model behind HTTP");
  }

  @Test
  void sendsConversationsOnlyWhereThisMachinesPlanAllowsIt() throws IOException {
    Launched node = node(HTTP, "127.0.0.1:1");
    assertThat(node.exitCode()).isEqualTo(2);
    assertThat(node.err())
        .contains(
            "add send-to = [\"model.example.com\"] to the plan if conversations may go there");
  }

  @Test
  void refusesAnAddressAtWhichTheRunWouldNotReachIt() throws IOException {
    Launched node = node(HTTP, "192.0.2.1:25520");
    assertThat(node.exitCode()).isEqualTo(2);
    assertThat(node.err()).contains("--host is 127.0.0.1, where 192.0.2.1 does not reach this");
  }

  @Test
  void saysHowManyCallsItMadeWhenItMadeSome() {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Progress progress = progress(false, new ByteArrayOutputStream(), err);
    progress.at(new LenderActor.Progress(0, 0, 0), 1_000_000_000L);
    progress.at(new LenderActor.Progress(1_199, 1, 8), 11_000_000_000L);
    progress.at(new LenderActor.Progress(1_199, 1, 8), 21_000_000_000L);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "rehearsal: 1,200 calls made (120.0 a second now), 1 of them without a reply; 8 under"
                + " way\n");
  }

  @Test
  void saysItToProgramsAsJson() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    progress(true, out, new ByteArrayOutputStream())
        .at(new LenderActor.Progress(4, 1, 8), 2_000_000_000L);
    assertThat(out.toString(StandardCharsets.UTF_8))
        .isEqualToNormalizingNewlines(
            "{\"type\":\"progress\",\"calls\":5,\"unanswered\":1,\"underWay\":8,\"callsPerSecond\":2.5}\n");
  }

  private static Progress progress(
      boolean json, ByteArrayOutputStream out, ByteArrayOutputStream err) {
    return new Progress(new Voice(Console.of(InputStream.nullInputStream(), out, err), json), 0);
  }

  private Launched node(String type, String join) throws IOException {
    Path plan = folder.resolve("plan.conf");
    Files.writeString(plan, PLAN.formatted(type));
    return InProcess.rehearsal("node", plan.toString(), "--join", join);
  }
}
