package dev.rehearsal.graders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rehearsal.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every grader keeps to, ours and yours: extend it with the grader under test. */
public abstract class GraderContract {
  private Grader grader;

  /** A new grader, opened for the categories {@code first} and {@code second}. */
  protected abstract Grader open();

  /** Two items; the grader's verdicts on them may differ. */
  protected List<GradedItem> items() {
    return List.of(Items.said("I guarantee it."), Items.said("Perhaps."));
  }

  @BeforeEach
  void openGrader() {
    grader = open();
  }

  @AfterEach
  void closeGrader() {
    grader.close();
  }

  @Test
  void givesOneVerdictForEachAskedCategory() {
    GradedItem item = items().get(0);

    assertThat(Items.verdicts(grader, item, Set.of("first", "second")))
        .containsOnlyKeys("first", "second");
    assertThat(Items.verdicts(grader, item, Set.of("second"))).containsOnlyKeys("second");
    assertThat(Items.verdicts(grader, item, Set.of())).isEmpty();
  }

  @Test
  void isUnaffectedByCategoriesThatAreNotAsked() {
    for (GradedItem item : items()) {
      assertThat(Items.verdicts(grader, item, Set.of("first", "second")))
          .containsAllEntriesOf(Items.verdicts(grader, item, Set.of("first")));
    }
  }

  @Test
  void givesTheSameVerdictsWhenManyAskAtOnce() {
    Map<String, Verdict> alone = Items.verdicts(grader, items().get(0), Set.of("first", "second"));
    List<CompletableFuture<Map<String, Verdict>>> asked = new ArrayList<>();

    for (int i = 0; i < 64; i++) {
      asked.add(
          CompletableFuture.supplyAsync(
                  () -> grader.grade(items().get(0), Set.of("first", "second")))
              .thenCompose(stage -> stage)
              .orTimeout(60, TimeUnit.SECONDS));
    }

    assertThat(asked).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(alone));
  }

  @Test
  void keepsItsFingerprint() {
    try (Grader again = open()) {
      assertThat(again.fingerprint()).isEqualTo(grader.fingerprint()).hasSize(64);
    }
  }

  @TestFactory
  Stream<DynamicTest> answersOddReplies() {
    return oddReplies().entrySet().stream()
        .map(
            odd ->
                DynamicTest.dynamicTest(
                    odd.getKey(),
                    () -> {
                      GradedItem item =
                          Items.item("conversation-1", "model-1", List.of(), odd.getValue());
                      assertThat(Items.verdicts(grader, item, Set.of("first")))
                          .containsOnlyKeys("first");
                    }));
  }

  private static Map<String, List<JsonNode>> oddReplies() {
    String huge = "I cannot say. ".repeat(20_000);
    return Map.of(
        "empty text", List.of(Items.json("{\"role\":\"assistant\",\"content\":\"\"}")),
        "null text", List.of(Items.json("{\"role\":\"assistant\",\"content\":null}")),
        "no role", List.of(Items.json("{}")),
        "only tool calls",
            List.of(
                Items.json(
                    "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"1\","
                        + "\"function\":{\"name\":\"f\",\"arguments\":\"{not json\"}}]}")),
        "tool calls of the wrong shape",
            List.of(Items.json("{\"role\":\"assistant\",\"tool_calls\":{\"function\":7}}")),
        "unknown fields and parts",
            List.of(
                Items.json(
                    "{\"role\":\"oracle\",\"x\":[1],\"content\":[{\"type\":\"hologram\"},7,null]}")),
        "a lone surrogate",
            List.of(Items.json("{\"role\":\"assistant\",\"content\":\"a \\ud83d b\"}")),
        "huge", List.of(Items.json("{\"role\":\"assistant\",\"content\":\"" + huge + "\"}")));
  }
}
