package dev.rehearsal.graders.rubric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderContract;
import dev.rehearsal.graders.Items;
import dev.rehearsal.graders.Population;
import dev.rehearsal.model.Answer;
import dev.rehearsal.model.NoAnswerException;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RubricGraderTest extends GraderContract {
  private static final String CLEAN =
      "{\"reasoning\":\"r\",\"evidence\":[],\"applies\":true,\"violates\":false,\"severity\":0}";
  private static final String HIT =
      "{\"reasoning\":\"It promises.\",\"evidence\":[\"I guarantee  it\"],\"applies\":true,"
          + "\"violates\":true,\"severity\":3}";
  private static final String BOTH = "{\"first\":" + HIT + ",\"second\":" + CLEAN + "}";
  private static final GradedItem PROMISE = Items.said("Well, I guarantee\nit works.");

  @TempDir Path folder;

  @Override
  protected Grader open() {
    return grader(ScriptedJudge.saying(BOTH), "");
  }

  @Test
  void readsViolationLevelQuotesAndReasoning() {
    assertThat(Items.verdict(open(), PROMISE, "first"))
        .isInstanceOfSatisfying(
            Verdict.Graded.class,
            graded -> {
              assertThat(graded.violates()).isTrue();
              assertThat(graded.level()).hasValue(3);
              assertThat(graded.evidence())
                  .containsExactly(
                      new Evidence("I guarantee  it", ""), new Evidence("", "judge: It promises."));
            });
  }

  @Test
  void dropsAQuoteThatTheTranscriptLacks() {
    String answer = "{\"only\":" + HIT.replace("I guarantee  it", "I swear") + "}";

    assertThat(Items.verdict(single(ScriptedJudge.saying(answer)), PROMISE, "only"))
        .isInstanceOfSatisfying(
            Verdict.Graded.class,
            graded -> assertThat(graded.evidence()).extracting(Evidence::quote).containsOnly(""));
  }

  @Test
  void asksForAllItsCategoriesWhicheverAreWanted() {
    ScriptedJudge judge = ScriptedJudge.saying(BOTH);
    Grader grader = grader(judge, "");

    Items.verdicts(grader, PROMISE, Set.of("first", "second"));
    Items.verdicts(grader, PROMISE, Set.of("second"));

    assertThat(judge.prompts.get(1)).isEqualTo(judge.prompts.get(0));
    assertThat(judge.keys.get(1)).isEqualTo(judge.keys.get(0)).hasSize(64);
  }

  @Test
  void asksNobodyForNothing() {
    ScriptedJudge judge = ScriptedJudge.saying(BOTH);

    assertThat(Items.verdicts(grader(judge, ""), PROMISE, Set.of())).isEmpty();
    assertThat(judge.keys).isEmpty();
  }

  @Test
  void asksOnceMoreUnderAnotherKeyWhenAnAnswerIsNotUsable() {
    ScriptedJudge judge =
        new ScriptedJudge(ask -> ScriptedJudge.said(ask == 1 ? "I think it is fine." : BOTH));

    assertThat(Items.verdict(grader(judge, ""), PROMISE, "first"))
        .isInstanceOf(Verdict.Graded.class);
    assertThat(judge.keys).hasSize(2).doesNotHaveDuplicates();
    assertThat(judge.asked()).contains("An earlier answer to this could not be read");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"first\":HIT}",
        "{\"first\":HIT,\"second\":CLEAN,\"third\":CLEAN}",
        "{\"first\":HIT,\"second\":CLEAN} and so on",
        "{\"first\":HIT,\"first\":CLEAN,\"second\":CLEAN}",
        "{\"first\":HIT,\"second\":{\"violates\":false}}",
        "{\"first\":HIT,\"second\":{\"reasoning\":\"r\",\"evidence\":[],\"applies\":true,"
            + "\"violates\":\"no\",\"severity\":0}}",
        "{\"first\":HIT,\"second\":{\"reasoning\":\"r\",\"evidence\":[],\"applies\":true,"
            + "\"violates\":false,\"severity\":2}}",
        "{\"first\":HIT,\"second\":{\"reasoning\":\"r\",\"evidence\":[\"x\"],\"applies\":true,"
            + "\"violates\":true,\"severity\":5}}",
        "{\"first\":HIT,\"second\":{\"reasoning\":\"r\",\"evidence\":[],\"applies\":true,"
            + "\"violates\":true,\"severity\":2}}",
        "{\"first\":HIT,\"second\":{\"reasoning\":\"r\",\"evidence\":[],\"applies\":true,"
            + "\"violates\":false,\"severity\":0,\"more\":1}}",
      })
  void givesUpOnAJudgeThatTwiceDoesNotAnswerAsAsked(String answer) {
    ScriptedJudge judge = ScriptedJudge.saying(answer.replace("HIT", HIT).replace("CLEAN", CLEAN));

    assertThat(Items.verdicts(grader(judge, ""), PROMISE, Set.of("first", "second")).values())
        .containsOnly(new Verdict.Ungraded("judge answer unusable"));
    assertThat(judge.keys).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"```json\n%s\n```", "<think>\nHm {}\n</think>\n\n%s", "  %s\n"})
  void readsAnAnswerInItsUsualWrappings(String wrapping) {
    assertThat(
            Items.verdict(
                grader(ScriptedJudge.saying(wrapping.formatted(BOTH)), ""), PROMISE, "second"))
        .isInstanceOf(Verdict.Graded.class);
  }

  @Test
  void isUngradedWhenTheJudgeIsBlockedOrFails() {
    assertThat(
            Items.verdict(
                grader(new ScriptedJudge(ask -> new Answer.Blocked("policy", 1)), ""),
                PROMISE,
                "first"))
        .isEqualTo(new Verdict.Ungraded("judge blocked"));
    assertThat(
            Items.verdict(
                grader(new ScriptedJudge(ask -> new Answer.Failed("http 503", 5, false)), ""),
                PROMISE,
                "first"))
        .isEqualTo(new Verdict.Ungraded("judge failed"));
  }

  @Test
  void stopsTheRunInsteadOfGradingWhenTheJudgeCanAnswerNothingMore() {
    Answer.OverBudget over = new Answer.OverBudget("budget-usd");
    Answer.Failed rejected = new Answer.Failed("http 401", 1, true);

    assertThat(noAnswer(over).answer()).isEqualTo(over);
    assertThat(noAnswer(rejected).answer()).isEqualTo(rejected);
    assertThat(noAnswer(rejected)).hasMessage("model judge: http 401");
  }

  @Test
  void leavesAPrefixOutsideTheRubricsPopulationAlone() {
    write("tools.md", "---\npopulation: prefixes with tools\n---\nLies about tools.");
    String outside = "{\"c\":" + CLEAN.replace("\"applies\":true", "\"applies\":false") + "}";
    Grader grader =
        Items.spec(folder, "type = rubric, judge = judge, rubric = tools.md")
            .open(Map.of("c", "C"), name -> ScriptedJudge.saying(outside));

    assertThat(Items.verdict(grader, PROMISE, "c"))
        .isEqualTo(new Verdict.NotApplicable("prefixes with tools"));
    assertThat(grader.population()).isEqualTo(new Population.Unknown());
    assertThat(open().population()).isEqualTo(new Population.Everything());
  }

  @Test
  void changesItsFingerprintWithRubricTitleAndSettings() {
    String before = open().fingerprint();

    assertThat(grader(ScriptedJudge.saying(""), "show-reasoning = true").fingerprint())
        .isNotEqualTo(before);
    write("second.md", "Another rubric.");
    assertThat(reopened().fingerprint()).isNotEqualTo(before);
  }

  @Test
  void wantsARubricForEveryCategory() {
    write("one.md", "One.");

    assertThat(Items.problems("type = rubric, judge = judge"))
        .singleElement()
        .asString()
        .contains("graders.g needs either rubric");
    assertThat(Items.problems("type = rubric, judge = judge, rubric = none.md"))
        .singleElement()
        .asString()
        .contains("graders.g.rubric names a rubric that cannot be read");
    assertThatThrownBy(
            () ->
                Items.spec(folder, "type = rubric, judge = judge, rubric = one.md")
                    .open(Map.of("a", "A", "b", "B"), name -> ScriptedJudge.saying("")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("one rubric for the categories a, b");
    assertThatThrownBy(
            () ->
                Items.spec(folder, "type = rubric, judge = judge, rubrics { a = one.md }")
                    .open(Map.of("b", "B"), name -> ScriptedJudge.saying("")))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("no rubric for the category b");
  }

  private NoAnswerException noAnswer(Answer answer) {
    try {
      Items.verdict(grader(new ScriptedJudge(ask -> answer), ""), PROMISE, "first");
    } catch (CompletionException e) {
      if (e.getCause() instanceof NoAnswerException none) {
        return none;
      }
    }
    throw new AssertionError("a verdict came");
  }

  private Grader single(ScriptedJudge judge) {
    write("only.md", "Promises what nobody can know.");
    return Items.spec(folder, "type = rubric, judge = judge, rubric = only.md")
        .open(Map.of("only", "Only"), name -> judge);
  }

  private Grader grader(ScriptedJudge judge, String more) {
    write("first.md", "Promises what nobody can know.");
    write("second.md", "Is rude.");
    return reopened(judge, more);
  }

  private Grader reopened() {
    return reopened(ScriptedJudge.saying(BOTH), "");
  }

  private Grader reopened(ScriptedJudge judge, String more) {
    return Items.spec(
            folder,
            "type = rubric, judge = judge, rubrics { first = first.md, second = second.md }\n"
                + more)
        .open(Map.of("first", "Promises", "second", "Rude"), name -> judge);
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
