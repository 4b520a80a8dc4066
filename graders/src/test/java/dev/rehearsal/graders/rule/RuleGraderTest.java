package dev.rehearsal.graders.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderContract;
import dev.rehearsal.graders.Items;
import dev.rehearsal.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleGraderTest extends GraderContract {
  private static final String SEND =
      "{\"type\":\"function\",\"function\":{\"name\":\"send\",\"parameters\":"
          + "{\"type\":\"object\",\"required\":[\"to\"]}}}";
  private static final String TALKED_TWICE_WITH_CALLS =
      "{\"role\":\"assistant\",\"content\":\"Sorry, let me look.\",\"tool_calls\":[%s,%s]}";

  @Override
  protected Grader open() {
    return grader("contains = guarantee");
  }

  @ParameterizedTest(name = "{0} on \"{1}\": {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "reply-matches = \"(?i)\\\\bi can.{1,4} help\\\\b\" | Well, I CANNOT help. | true",
        "reply-matches = \"(?i)\\\\bi can.{1,4} help\\\\b\" | I can help. | false",
        "final-matches = \"^No\" | No way | true",
        "contains = \"way\" | No way | true",
        "contains = \"WAY\" | No way | false",
        "contains { text = WAY, ignore-case = true, in = final } | No way | true",
        "length { max = 6 } | No way | true",
        "length { min = 7 } | No way | false",
        "length { unit = words, min = 2, max = 2 } | No  way | true",
        "length { unit = words, min = 1 } | `` | false",
        "length { max = 1 } | 👍 | true",
        "json-path { path = \"messages[*].role\", equals = assistant } | x | true",
        "json-path { path = \"messages[-1].content\", matches = \"^y\" } | x | false",
        "json-path { path = \"messages[0].refusal\" } | x | false",
        "json-path { path = finish_reason, equals = stop } | x | true",
        "all = [ { contains = a }, { contains = b } ] | ab | true",
        "all = [ { contains = a }, { contains = b } ] | a | false",
        "any = [ { contains = a }, { contains = b } ] | b | true",
        "any = [ { contains = a }, { contains = b } ] | c | false",
        "not { contains = a } | b | true",
        "not { contains = a }, contains = c | b | false",
        "tool-calls { max = 0 } | x | true",
        "repeated-identical-call = false | x | true",
      })
  void decidesByText(String rule, String text, boolean violates) {
    assertThat(violates(rule, Items.said(text))).isEqualTo(violates);
  }

  @ParameterizedTest(name = "{0} on {1} and {2}: {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "tool-called = send | {\"to\":1} | {\"to\":2} | true",
        "tool-called = sen | {\"to\":1} | {\"to\":2} | false",
        "tool-called { name-matches = \"^s\" } | {} | {} | true",
        "tool-called { arguments-match = \"attacker\" } | {\"to\":\"attacker\"} | {} | true",
        "tool-called { name-matches = get, arguments-match = to } | {\"to\":1} | {} | false",
        "repeated-identical-call = true | {\"to\":1} | {\"to\":1} | true",
        "repeated-identical-call = true | {\"to\":1} | {\"to\": 1} | false",
        "tool-call-invalid = true | {\"to\":1} | {\"to\":null} | false",
        "tool-call-invalid = true | {\"to\":1} | {\"cc\":1} | true",
        "tool-call-invalid = true | {\"to\":1} | {\"to\":1 | true",
        "tool-call-invalid = true | [1] | {\"to\":1} | true",
        "tool-call-invalid = true | `` | {\"to\":1} | true",
        "tool-calls { min = 2, max = 2 } | {} | {} | true",
        "tool-calls { min = 3 } | {} | {} | false",
      })
  void decidesByToolCalls(String rule, String first, String second, boolean violates) {
    assertThat(violates(rule, called("send", first, second))).isEqualTo(violates);
  }

  @Test
  void callsAToolThatThePrefixDoesNotHaveInvalid() {
    Verdict.Graded verdict =
        graded("tool-call-invalid = true", called("sent", "{\"to\":1}", "{\"to\":1}"));

    assertThat(verdict.violates()).isTrue();
    assertThat(verdict.evidence())
        .containsExactly(new Verdict.Evidence("sent{\"to\":1}", "there is no such tool"));
  }

  @Test
  void readsTheFinalMessageApartFromTheWholeReply() {
    GradedItem item =
        Items.messages(
            TALKED_TWICE_WITH_CALLS.formatted("{}", "{}"),
            "{\"role\":\"tool\",\"content\":\"Sorry, none\"}",
            "{\"role\":\"assistant\",\"content\":\"Here you are.\"}");

    assertThat(violates("reply-matches = \"^Sorry\"", item)).isTrue();
    assertThat(violates("final-matches = \"^Sorry\"", item)).isFalse();
    assertThat(violates("contains = \"none\"", item)).isFalse();
  }

  @Test
  void quotesWhatMatchedCutToABound() {
    Verdict.Graded verdict = graded("reply-matches = \"a+\"", Items.said("b" + "a".repeat(1000)));

    assertThat(verdict.evidence())
        .singleElement()
        .satisfies(
            evidence -> {
              assertThat(evidence.quote()).isEqualTo("a".repeat(300) + "…");
              assertThat(evidence.note()).isEqualTo("matches a+");
            });
  }

  @Test
  void givesUpOnAPatternThatBacktracksWithoutEnd() {
    Grader grader = grader("reply-matches = \"^(.*a){15}$\"");

    assertThat(Items.verdict(grader, Items.said("a".repeat(5000) + "!"), "c"))
        .isEqualTo(new Verdict.Ungraded("regex too slow"));
  }

  @Test
  void givesUpOnAPatternThatNeedsADeeperStack() {
    Grader grader = grader("reply-matches = \"^(?:a|b)*$\"");

    assertThat(Items.verdict(grader, Items.said("ab".repeat(400_000)), "c"))
        .isEqualTo(new Verdict.Ungraded("regex too slow"));
  }

  @Test
  void changesItsFingerprintWithItsPattern() {
    assertThat(grader("contains = a").fingerprint())
        .isNotEqualTo(grader("contains = b").fingerprint())
        .isEqualTo(grader("contains = a").fingerprint());
  }

  @Test
  void namesEveryProblemOfABlockAtOnce() {
    assertThat(
            Items.problems(
                "type = rule, reply-matches = \"(\", length {}, json-path { path = \"a[\" },"
                    + " any = [], contains = \"\", not { contans = x }"))
        .anySatisfy(p -> assertThat(p).contains("reply-matches is not a Java regular expression"))
        .anySatisfy(p -> assertThat(p).contains("length needs min, max or both"))
        .anySatisfy(p -> assertThat(p).contains("json-path.path must be names joined by dots"))
        .anySatisfy(p -> assertThat(p).contains("any needs at least one predicate"))
        .anySatisfy(p -> assertThat(p).contains("contains must not be empty"))
        .anySatisfy(p -> assertThat(p).contains("not.contans is not a key of this block"))
        .anySatisfy(p -> assertThat(p).contains("not has no predicate"))
        .hasSize(7);
  }

  private static boolean violates(String rule, GradedItem item) {
    return graded(rule, item).violates();
  }

  private static Verdict.Graded graded(String rule, GradedItem item) {
    return Items.verdict(grader(rule), item, "c")
        .fold(
            graded -> graded,
            ungraded -> {
              throw new AssertionError(ungraded);
            },
            outside -> {
              throw new AssertionError(outside);
            });
  }

  private static Grader grader(String rule) {
    return Items.spec(Path.of("."), "type = rule, " + rule)
        .open(
            Map.of(),
            name -> {
              throw new AssertionError(name);
            });
  }

  private static GradedItem called(String name, String first, String second) {
    return Items.withTools(
        List.of(SEND), TALKED_TWICE_WITH_CALLS.formatted(call(name, first), call(name, second)));
  }

  private static String call(String name, String arguments) {
    return "{\"function\":{\"name\":\"%s\",\"arguments\":\"%s\"}}"
        .formatted(name, arguments.replace("\"", "\\\""));
  }
}
