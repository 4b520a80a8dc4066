package dev.rehearsal.actors.model.recorded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.github.luben.zstd.Zstd;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.actors.model.ModelClientContract;
import dev.rehearsal.actors.model.ModelSpec;
import dev.rehearsal.actors.model.ModelTypes;
import dev.rehearsal.actors.model.OpenContext;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.model.ModelClient;
import dev.rehearsal.model.Outcome;
import dev.rehearsal.model.Prompt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordedModelTest extends ModelClientContract {
  private static final String CONVERSATION =
      """
      {"id":"c1","model":"old-1","messages":[{"role":"user","content":"Hello"},\
      {"role":"assistant","content":"Hi","mood":"good"},{"role":"user","content":"Bye"}]}
      """;
  private static final String REPLY =
      """
      {"id":"c2","model":"old-2","finish_reason":"length","usage":{"prompt_tokens":3,\
      "completion_tokens":4},"reply":{"role":"assistant","content":"Yes"}}
      """;

  @TempDir private Path folder;
  private Optional<ModelClient> client = Optional.empty();

  @BeforeEach
  void open() throws IOException {
    client = Optional.of(open(write("a.jsonl", CONVERSATION + "\n" + REPLY), ""));
  }

  @AfterEach
  void close() {
    client().close();
  }

  @Override
  protected ModelClient client() {
    return client.orElseThrow();
  }

  @Test
  void cutsAConversationAndKeepsUnknownFieldsOfItsReply() {
    Reply reply = reply(client(), prompt("c1", "Hello"));
    assertThat(reply.messages()).hasSize(2);
    assertThat(reply.messages().get(0).path("mood").asText()).isEqualTo("good");
    assertThat(reply.servedModel()).contains("old-1");
  }

  @Test
  void takesAReplyWithWhatStandsBesideIt() {
    Reply reply = reply(client(), prompt("c2", "Really?"));
    assertThat(reply.truncated()).isTrue();
    assertThat(reply.usage()).contains(new Reply.Usage(3, 4));
    assertThat(reply.servedModel()).contains("old-2");
  }

  @Test
  void aMissingReplyFailsForGood() {
    assertThat(outcome(client(), call(prompt("c3", "Hello"))))
        .isEqualTo(Outcome.Failed.terminal("no recorded reply"));
  }

  @Test
  void seesWhenTheReplyWasRecordedForOtherWords() {
    assertThat(client().differs(prompt("c1", "Hello"))).isFalse();
    assertThat(client().differs(prompt("c1", "Hello "))).isTrue();
    assertThat(client().differs(prompt("c2", "anything"))).isFalse();
    assertThat(client().differs(prompt("c3", "anything"))).isFalse();
  }

  @Test
  void aPrefixIdWinsOverAConversationId() throws IOException {
    ModelClient both =
        open(
            write(
                "b.jsonl",
                """
                {"id":"c1","reply":{"role":"assistant","content":"of the conversation"}}
                {"prefix":"c1#1","reply":[{"role":"assistant","content":"of the prefix"}]}
                """),
            "");
    assertThat(reply(both, prompt("c1", "Hello")).messages().get(0).path("content").asText())
        .isEqualTo("of the prefix");
    both.close();
  }

  @Test
  void aSecondRecordWithAnIdIsRefusedWithItsLine() throws IOException {
    Path file = write("twice.jsonl", REPLY + REPLY);
    assertThatThrownBy(() -> open(file, ""))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("twice.jsonl:2")
        .hasMessageContaining("\"c2\"");
  }

  @Test
  void aLineThatIsNotJsonIsNamedWithoutItsText() throws IOException {
    Path file = write("broken.jsonl", REPLY + "{\"id\":\"secret-word");
    assertThatThrownBy(() -> open(file, ""))
        .hasMessageContaining("broken.jsonl:2")
        .hasMessageNotContaining("secret-word");
  }

  @Test
  void choosesByModelAndReadsCompressedFiles() throws IOException {
    Path file = folder.resolve("c.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write((REPLY + REPLY.replace("old-2", "new")).getBytes(StandardCharsets.UTF_8));
    }
    ModelClient chosen = open(file, "where-model = new");
    assertThat(reply(chosen, prompt("c2", "Really?")).servedModel()).contains("new");
    chosen.close();
  }

  @Test
  void readsZstandard() throws IOException {
    Path file = folder.resolve("c.jsonl.zst");
    Files.write(file, Zstd.compress(REPLY.getBytes(StandardCharsets.UTF_8)));
    ModelClient chosen = open(file, "");
    assertThat(reply(chosen, prompt("c2", "Really?")).servedModel()).contains("old-2");
    chosen.close();
  }

  @Test
  void otherContentGivesOtherRequestsAndAnotherRecording() throws IOException {
    ModelClient other = open(write("d.jsonl", CONVERSATION.replace("Hi", "Ho")), "");
    assertThat(other.canonicalRequest(prompt())).isNotEqualTo(client().canonicalRequest(prompt()));
    assertThat(other.recording()).isPresent().isNotEqualTo(client().recording());
    other.close();
  }

  @Test
  void twelveOfTheQuickstartsPromptsDiffer() throws IOException {
    Path examples = Path.of("..", "examples", "agentdojo").toAbsolutePath().normalize();
    ModelClient candidate = open(examples.resolve("candidate.jsonl.gz"), "");
    List<Prefix> prefixes = prefixes(examples.resolve("production.jsonl.gz"));
    assertThat(prefixes).hasSize(368);
    assertThat(prefixes).filteredOn(p -> candidate.differs(Prompt.of(p))).hasSize(12);
    assertThat(prefixes)
        .allSatisfy(
            p ->
                assertThat(outcome(candidate, call(Prompt.of(p))))
                    .isInstanceOf(Outcome.Answered.class));
    candidate.close();
  }

  private static List<Prefix> prefixes(Path file) throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return lines.lines().flatMap(line -> cutLine(line).stream()).toList();
    }
  }

  private static Optional<Prefix> cutLine(String line) {
    try {
      JsonNode tree = new ObjectMapper().readTree(line);
      List<JsonNode> messages = new ArrayList<>();
      tree.path("messages").forEach(messages::add);
      return trajectory(
          new Conversation(
              tree.path("id").asText(),
              messages,
              Optional.empty(),
              Optional.empty(),
              Optional.empty(),
              JsonNodeFactory.instance.objectNode(),
              new Conversation.Position("test", 1)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Everything after the first user message is the reply. */
  private static Optional<Prefix> trajectory(Conversation conversation) {
    List<JsonNode> messages = conversation.messages();
    int cut = 0;
    while (!messages.get(cut).path("role").asText().equals("user")) {
      cut++;
    }
    cut++;
    return Optional.of(
        new Prefix(
            conversation.id(),
            cut,
            messages.subList(0, cut),
            List.of(),
            Optional.of(
                new Reply(
                    messages.subList(cut, messages.size()),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty())),
            conversation.attributes()));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private ModelClient open(Path file, String more) {
    Problems problems = new Problems();
    Block block =
        Block.of(
            "models.old",
            ConfigFactory.parseString("type = recorded, paths = [\"" + file + "\"]\n" + more),
            folder,
            problems);
    ModelSpec spec = ModelTypes.read(Map.of("old", block)).values().iterator().next();
    problems.throwIfAny();
    assertThat(spec.generates()).isFalse();
    assertThat(spec.host()).isEmpty();
    return spec.open(
        new OpenContext(folder, 1, InstantSource.system(), RecordedModelTest::trajectory));
  }

  private static Reply reply(ModelClient asked, Prompt prompt) {
    return ((Outcome.Answered) outcome(asked, call(prompt))).reply();
  }
}
