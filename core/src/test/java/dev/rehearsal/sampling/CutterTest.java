package dev.rehearsal.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rehearsal.conversation.Conversation;
import dev.rehearsal.conversation.Messages;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.testing.ForAll;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CutterTest {
  private static final String AGENT = "system user assistant tool assistant user assistant user";

  @Test
  void cutsBeforeTheLastAssistantMessageAndDropsWhatFollows() {
    assertCut(AGENT, Cut.LAST_MESSAGE, 6, 1);
    assertCut("user assistant tool assistant", Cut.LAST_MESSAGE, 3, 1);
  }

  @Test
  void cutsBeforeTheLastWholeTurnThatHasAReply() {
    assertCut(AGENT, Cut.LAST_TURN, 6, 1);
    assertCut("user assistant tool assistant", Cut.LAST_TURN, 1, 3);
  }

  @Test
  void cutsBeforeTheFirstWholeTurnThatHasAReply() {
    assertCut(AGENT, Cut.FIRST_TURN, 2, 3);
    assertCut("user user assistant user assistant", Cut.FIRST_TURN, 2, 1);
  }

  @Test
  void keepsWhatIsSaidBetweenTheUserAndTheReplyInThePrefix() {
    assertCut("user system assistant", Cut.LAST_TURN, 2, 1);
  }

  @Test
  void cutsBeforeEverythingAfterTheFirstUserMessage() {
    assertCut(AGENT, Cut.TRAJECTORY, 2, 6);
  }

  @Test
  void removesNothingAtTheEnd() {
    Prefix prefix = cut(AGENT, Cut.END).orElseThrow();

    assertThat(prefix.messages()).hasSize(8);
    assertThat(prefix.recordedReply()).isEmpty();
  }

  @Test
  void findsNoReplyToRemoveWhereNobodyReplied() {
    for (Cut cut : Cut.values()) {
      assertThat(cut("system assistant", cut)).as("%s", cut).isEmpty();
      assertThat(cut("user", cut).isPresent()).as("%s", cut).isEqualTo(cut == Cut.END);
      assertThat(cut("assistant user", cut).isPresent()).as("%s", cut).isEqualTo(cut == Cut.END);
    }
  }

  @Test
  void servesTheRecordedModelAndToolsOn() {
    JsonNode tool = JsonNodeFactory.instance.objectNode().put("type", "function");

    Prefix prefix =
        Cutter.cut(conversation("c", "user assistant"), List.of(tool), Cut.LAST_MESSAGE, 1)
            .orElseThrow();

    assertThat(prefix.tools()).containsExactly(tool);
    assertThat(prefix.recordedReply().flatMap(Reply::servedModel)).contains("old");
    assertThat(prefix.id()).isEqualTo("c#1");
  }

  @Test
  void choosesEachTurnAboutEquallyOften() {
    Map<Integer, Integer> chosen = new HashMap<>();
    for (int i = 0; i < 3_000; i++) {
      Conversation conversation =
          conversation("c" + i, "user assistant user assistant user assistant");
      Prefix prefix = Cutter.cut(conversation, List.of(), Cut.RANDOM_TURN, 7).orElseThrow();
      chosen.merge(prefix.cutAt(), 1, Integer::sum);
    }

    assertThat(chosen).containsOnlyKeys(1, 3, 5);
    assertThat(chosen.values()).allMatch(count -> count > 850 && count < 1_150);
  }

  @Test
  void leavesOneRunOfTheConversationsOwnMessages() {
    ForAll.forAll(
        500,
        random -> {
          Conversation conversation = conversation("c" + random.nextInt(), roles(random));
          Cut cut = Cut.values()[random.nextInt(Cut.values().length)];
          long seed = random.nextLong();
          Optional<Prefix> prefix = Cutter.cut(conversation, List.of(), cut, seed);

          assertThat(Cutter.cut(conversation, List.of(), cut, seed)).isEqualTo(prefix);
          prefix.ifPresent(p -> assertSound(conversation, cut, p));
        });
  }

  private static void assertSound(Conversation conversation, Cut cut, Prefix prefix) {
    List<JsonNode> reply = prefix.recordedReply().map(Reply::messages).orElse(List.of());
    List<JsonNode> run = new ArrayList<>(prefix.messages());
    run.addAll(reply);
    assertThat(run).isEqualTo(conversation.messages().subList(0, run.size()));
    assertThat(prefix.cutAt()).isEqualTo(prefix.messages().size());
    assertThat(prefix.messages()).anyMatch(m -> Messages.role(m).equals("user"));
    assertThat(prefix.messages()).noneMatch(reply::contains);
    assertThat(reply.isEmpty()).isEqualTo(cut == Cut.END);
    assertThat(reply.stream().anyMatch(m -> Messages.role(m).equals("assistant")))
        .isEqualTo(cut != Cut.END);
    if (cut != Cut.TRAJECTORY) {
      assertThat(reply).noneMatch(m -> Messages.role(m).equals("user"));
    }
  }

  private static void assertCut(String roles, Cut cut, int kept, int removed) {
    Prefix prefix = cut(roles, cut).orElseThrow();
    assertThat(prefix.cutAt()).as("%s of %s", cut, roles).isEqualTo(kept);
    assertThat(prefix.recordedReply().orElseThrow().messages()).hasSize(removed);
  }

  private static Optional<Prefix> cut(String roles, Cut cut) {
    return Cutter.cut(conversation("c", roles), List.of(), cut, 7);
  }

  private static String roles(Random random) {
    List<String> roles = List.of("system", "user", "assistant", "tool");
    StringBuilder text = new StringBuilder(roles.get(random.nextInt(2)));
    for (int i = random.nextInt(9); i > 0; i--) {
      text.append(' ').append(roles.get(random.nextInt(4)));
    }
    return text.toString();
  }

  private static Conversation conversation(String id, String roles) {
    List<JsonNode> messages = new ArrayList<>();
    for (String role : roles.split(" ", -1)) {
      messages.add(
          JsonNodeFactory.instance
              .objectNode()
              .put("role", role)
              .put("content", "message " + messages.size()));
    }
    return new Conversation(
        id,
        messages,
        Optional.empty(),
        Optional.of("old"),
        Optional.empty(),
        JsonNodeFactory.instance.objectNode(),
        new Conversation.Position("log.jsonl", 1));
  }
}
