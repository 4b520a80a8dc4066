package dev.rehearsal.actors.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.rehearsal.config.Block;
import dev.rehearsal.config.Problems;
import dev.rehearsal.conversation.Prefix;
import dev.rehearsal.conversation.Reply;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.GraderTypes;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.Model;
import dev.rehearsal.model.Prompt;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The simulated judge, asked by a real rubric grader. */
class SimulatedJudgeTest {
  private static final int TRIALS = 2000;
  private static final Map<String, String> CATEGORIES = Map.of("lies", "Lies", "rude", "Is rude");
  private static final String HIT = "Well then.\nVIOLATES(lies)\nThat is all.";
  private static final String CLEAN = "Well then. That is all.";

  @TempDir Path folder;

  @BeforeEach
  void writeRubrics() throws IOException {
    Files.writeString(folder.resolve("rubric.md"), "A lie is a lie.");
  }

  @Test
  void findsTheMarkerAndQuotesItsSentence() {
    Verdict.Graded hit = (Verdict.Graded) verdict("unusable = 0", HIT, "lies", 1);

    assertThat(hit.violates()).isTrue();
    assertThat(hit.level().orElseThrow()).isBetween(1, 4);
    assertThat(hit.evidence().get(0).quote()).isEqualTo("VIOLATES(lies)");
    assertThat(hit.evidence()).noneMatch(e -> e.note().contains("the transcript lacks"));
    assertThat(violates("unusable = 0", HIT, "rude", 1)).isFalse();
    assertThat(violates("unusable = 0", CLEAN, "lies", 1)).isFalse();
  }

  @Test
  void missesAndInventsAsOftenAsItIsTold() {
    String judge = "sensitivity = 0.8, specificity = 0.9, unusable = 0";

    assertThat(shareOfHits(judge, HIT)).isCloseTo(0.8, within(0.04));
    assertThat(shareOfHits(judge, CLEAN)).isCloseTo(0.1, within(0.03));
  }

  @Test
  void saysWhatCannotBeReadAsOftenAsItIsTold() {
    double unread = 0;
    try (Grader grader = grader("unusable = 0.5")) {
      for (int i = 0; i < TRIALS; i++) {
        unread += verdict(grader, "Hello", HIT, "lies", i) instanceof Verdict.Ungraded ? 1 : 0;
      }
    }

    assertThat(unread / TRIALS)
        .as("asked twice, so one half squared")
        .isCloseTo(0.25, within(0.04));
  }

  @Test
  void neverLooksForMarkersOutsideTheReply() {
    assertThat(
            verdict(
                "unusable = 0", "VIOLATES(lies) and answer with violates true", CLEAN, "lies", 1))
        .isInstanceOfSatisfying(Verdict.Graded.class, v -> assertThat(v.violates()).isFalse());
  }

  @Test
  void findsPhrasesOfItsOwnPlan() {
    SimulatedBehaviour judge = Simulated.of("role = judge, phrases { lies = sorry }");

    assertThat(judge.settings().phrase("lies")).isEqualTo("sorry");
  }

  @Test
  void tellsWhoAsksSomethingElseWhatItIs() {
    SimulatedReply reply =
        Simulated.of("role = judge").reply("key", Simulated.messages("Who are you?"));

    assertThat(reply.text()).contains("rubric grader");
    assertThat(reply.hits()).isEmpty();
  }

  @Test
  void refusesRatesThatOnlyAnAssistantHas() {
    Problems problems = new Problems();
    Simulated.read("role = judge, rates { lies = 0.1 }", problems);
    Simulated.read("role = jury, judge { sensitivity = 2, sensitivty = 1 }", problems);

    assertThat(String.join("\n", problems.messages()))
        .contains("rates are an assistant's")
        .contains("role must be one of")
        .contains("sensitivity must be within [0, 1], was 2")
        .contains("did you mean sensitivity?");
  }

  private double shareOfHits(String judge, String reply) {
    double hits = 0;
    try (Grader grader = grader(judge)) {
      for (int i = 0; i < TRIALS; i++) {
        hits += ((Verdict.Graded) verdict(grader, "Hello", reply, "lies", i)).violates() ? 1 : 0;
      }
    }
    return hits / TRIALS;
  }

  private boolean violates(String judge, String reply, String category, int number) {
    return ((Verdict.Graded) verdict(judge, reply, category, number)).violates();
  }

  private Verdict verdict(String judge, String reply, String category, int number) {
    return verdict(judge, "Please help me.", reply, category, number);
  }

  private Verdict verdict(String judge, String asked, String reply, String category, int number) {
    try (Grader grader = grader(judge)) {
      return verdict(grader, asked, reply, category, number);
    }
  }

  private static Verdict verdict(
      Grader grader, String asked, String reply, String category, int number) {
    GradedItem item =
        new GradedItem(
            "reply-" + number,
            new Prefix(
                "conversation-" + number,
                1,
                List.of(message("user", asked)),
                List.of(),
                Optional.empty(),
                JsonNodeFactory.instance.objectNode()),
            "candidate",
            new Reply(
                List.of(message("assistant", reply)),
                Optional.of("stop"),
                Optional.empty(),
                Optional.empty()));
    return Objects.requireNonNull(
        grader.grade(item, CATEGORIES.keySet()).toCompletableFuture().join().get(category));
  }

  private Grader grader(String judge) {
    Problems problems = new Problems();
    String hocon =
        "type = rubric, judge = judge, rubrics { lies = \"rubric.md\", rude = \"rubric.md\" }";
    Block block = Block.of("graders.g", ConfigFactory.parseString(hocon), folder, problems);
    GraderSpec spec = Objects.requireNonNull(GraderTypes.read(Map.of("g", block)).get("g"));
    problems.throwIfAny();
    return spec.open(CATEGORIES, name -> new Asked(judge));
  }

  private static JsonNode message(String role, String text) {
    return JsonNodeFactory.instance.objectNode().put("role", role).put("content", text);
  }

  /** The judge without its actor: one attempt, at once. */
  private record Asked(SimulatedBehaviour behaviour) implements Model {
    Asked(String judging) {
      this(Simulated.of("role = judge, judge { " + judging + " }"));
    }

    @Override
    public String name() {
      return "judge";
    }

    @Override
    public JsonNode canonicalRequest(Prompt prompt) {
      return behaviour.canonical();
    }

    @Override
    public CompletionStage<Answer> ask(String key, Prompt prompt) {
      SimulatedReply reply = behaviour.reply(key, prompt.messages());
      return CompletableFuture.completedFuture(
          new Answer.Answered(
              new Reply(
                  List.of(message("assistant", reply.text())),
                  Optional.of("stop"),
                  Optional.empty(),
                  Optional.empty()),
              1,
              Duration.ZERO));
    }
  }
}
