package dev.rehearsal.graders.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderContract;
import dev.rehearsal.graders.GraderGoneException;
import dev.rehearsal.graders.Items;
import dev.rehearsal.graders.Population;
import dev.rehearsal.model.Model;
import dev.rehearsal.verdict.Verdict;
import dev.rehearsal.verdict.Verdict.Evidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessGraderTest extends GraderContract {
  private static final GradedItem PROMISE = Items.said("I guarantee it.");
  private static final String LOOP =
      """
      while IFS= read -r line; do
        id=${line#'{"id":'}
        id=${id%%,*}
      """;

  @TempDir Path folder;

  @Override
  protected Grader open() {
    return grader(
        LOOP
            + """
              verdicts=
              case $line in *'"categories":["first"'*) verdicts='"first":{"violates":true}' ;; esac
              case $line in *'"second"]'*) verdicts="$verdicts${verdicts:+,}"'"second":{"violates":false}' ;; esac
              echo "{\\"id\\":$id,\\"verdicts\\":{$verdicts}}"
            done
            """,
        "");
  }

  @Test
  void runsTheProgramOfTheGuide() throws IOException {
    Path guide = Path.of("..", "docs", "graders.md");
    String program = Files.readString(Path.of("src/test/resources/process/promises.sh"));

    try (Grader grader = grader(program, "")) {
      assertThat(Items.verdict(grader, PROMISE, "promises")).isEqualTo(Verdict.graded(true));
      assertThat(Items.verdict(grader, Items.said("Perhaps."), "promises"))
          .isEqualTo(Verdict.graded(false));
    }
    assertThat(Files.readString(guide)).contains(program);
  }

  @Test
  void readsLevelProbabilityAndEvidence() {
    String said =
        "{\"violates\":true,\"level\":2,\"probability\":0.75,\"evidence\":"
            + "[\"a\",{\"quote\":\"b\",\"note\":\"c\"}]}";

    assertThat(answered(said, ""))
        .isEqualTo(
            new Verdict.Graded(
                true,
                OptionalInt.of(2),
                OptionalDouble.of(0.75),
                List.of(new Evidence("a", ""), new Evidence("b", "c"))));
    assertThat(answered("{\"ungraded\":\"too long\"}", ""))
        .isEqualTo(new Verdict.Ungraded("too long"));
    assertThat(answered("{\"not_applicable\":true}", "population = \"prefixes with code\""))
        .isEqualTo(new Verdict.NotApplicable("prefixes with code"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "{\"violates\":\"yes\"}",
        "{\"violates\":true,\"level\":\"high\"}",
        "{\"violates\":true,\"probability\":2}",
        "{\"not_applicable\":true}",
        "{\"violates\":true},\"other\":{\"violates\":true}"
      })
  void isUngradedByAnAnswerThatIsNotAsAgreed(String said) {
    assertThat(answered(said, "")).isEqualTo(new Verdict.Ungraded("process answer unusable"));
  }

  @Test
  void takesALineWithoutIdForAnUnusableAnswer() {
    try (Grader grader = grader(LOOP + "echo hello\ndone\n", "")) {
      assertThat(Items.verdict(grader, PROMISE, "c"))
          .isEqualTo(new Verdict.Ungraded("process answer unusable"));
    }
  }

  @Test
  void asksAgainWhatADyingProgramLeftOpen() {
    String diesOnce =
        "if [ ! -e died ]; then read -r line; touch died; exit 3; fi\n"
            + LOOP
            + "echo \"{\\\"id\\\":$id,\\\"verdicts\\\":{\\\"c\\\":{\\\"violates\\\":true}}}\"\n"
            + "done\n";

    try (Grader grader = grader(diesOnce, "")) {
      assertThat(all(grader, 20)).containsOnly(Verdict.graded(true)).hasSize(20);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10})
  void givesNoVerdictWhenTheProgramKeepsDying(int items) {
    try (Grader grader = grader("read -r line; exit 3\n", "restarts = 2")) {
      assertGone(ask(grader, items));
      assertGone(ask(grader, 1));
    }
  }

  @Test
  void givesNoVerdictOnceAProgramThatAnsweredHasGone() {
    String answersThree =
        "[ -e gone ] && exit 3\n"
            + "touch gone\n"
            + "for turn in 1 2 3; do\n"
            + "IFS= read -r line; id=${line#'{\"id\":'}; id=${id%%,*}\n"
            + "echo \"{\\\"id\\\":$id,\\\"verdicts\\\":{\\\"c\\\":{\\\"violates\\\":true}}}\"\n"
            + "done\n";

    try (Grader grader = grader(answersThree, "restarts = 2, in-flight = 1")) {
      List<CompletableFuture<Map<String, Verdict>>> asked = ask(grader, 20);
      assertThat(asked.subList(0, 3))
          .allSatisfy(a -> assertThat(a.join()).containsEntry("c", Verdict.graded(true)));
      assertGone(asked.subList(3, 20));
    }
  }

  @Test
  void isUngradedWhereTheItemKillsAProgramThatAnswersOthers() {
    String diesOfDeath =
        LOOP
            + "case $line in *DEATH*) exit 3 ;; esac\n"
            + "echo \"{\\\"id\\\":$id,\\\"verdicts\\\":{\\\"c\\\":{\\\"violates\\\":true}}}\"\n"
            + "done\n";

    try (Grader grader = grader(diesOfDeath, "in-flight = 1, restarts = 2")) {
      assertThat(Items.verdict(grader, PROMISE, "c")).isEqualTo(Verdict.graded(true));
      assertThat(Items.verdict(grader, Items.said("DEATH"), "c"))
          .isEqualTo(new Verdict.Ungraded("process died"));
      assertThat(Items.verdict(grader, PROMISE, "c")).isEqualTo(Verdict.graded(true));
    }
  }

  @Test
  void endsAProgramThatDoesNotAnswerInTime() {
    String hangsOnHang =
        LOOP
            + "case $line in *HANG*) while :; do :; done ;; esac\n"
            + "echo \"{\\\"id\\\":$id,\\\"verdicts\\\":{\\\"c\\\":{\\\"violates\\\":true}}}\"\n"
            + "done\n";

    try (Grader grader = grader(hangsOnHang, "timeout = 2s, in-flight = 1")) {
      assertThat(Items.verdict(grader, Items.said("HANG"), "c"))
          .isEqualTo(new Verdict.Ungraded("process timeout"));
      assertThat(Items.verdict(grader, PROMISE, "c")).isEqualTo(Verdict.graded(true));
    }
  }

  @Test
  void leavesNothingOpenWhenItIsClosed() {
    Grader grader = grader("cat > /dev/null\n", "");
    CompletableFuture<Map<String, Verdict>> asked =
        grader.grade(PROMISE, Set.of("c")).toCompletableFuture();

    grader.close();
    grader.close();

    assertThat(asked.join()).containsEntry("c", new Verdict.Ungraded("grader closed"));
    assertThat(Items.verdict(grader, PROMISE, "c"))
        .isEqualTo(new Verdict.Ungraded("grader closed"));
  }

  @Test
  void passesOnlyTheNamedVariablesOn() {
    String tellsHome =
        LOOP
            + "[ -z \"$HOME\" ] && none=true || none=false\n"
            + "echo \"{\\\"id\\\":$id,\\\"verdicts\\\":{\\\"c\\\":{\\\"violates\\\":$none}}}\"\n"
            + "done\n";

    try (Grader grader = grader(tellsHome, "environment = [PATH]")) {
      assertThat(Items.verdict(grader, PROMISE, "c")).isEqualTo(Verdict.graded(true));
    }
  }

  /** As when a plan is named without a folder: rehearsal run my.conf. */
  @Test
  void runsInTheFolderThatOneIsIn() {
    try (Grader grader =
        Items.spec(Path.of(""), "type = process, command = [sh, -c, cat]")
            .open(Map.of(), ProcessGraderTest::noModel)) {
      assertThat(Items.verdict(grader, PROMISE, "c"))
          .isEqualTo(new Verdict.Ungraded("process answer unusable"));
    }
  }

  @Test
  void saysWhenTheProgramCannotBeStarted() {
    assertThatThrownBy(
            () ->
                Items.spec(folder, "type = process, command = [\"./no-such-program\"]")
                    .open(Map.of(), ProcessGraderTest::noModel))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("graders.g.command cannot be started");
    assertThat(Items.problems("type = process, command = []"))
        .singleElement()
        .asString()
        .contains("command must name a program");
  }

  @Test
  void changesItsFingerprintWithTheProgramButNotWithPatience() {
    try (Grader one = grader("cat\n", "");
        Grader patient = grader("cat\n", "timeout = 9s, in-flight = 3");
        Grader next = grader("cat\n", "version = 2")) {
      assertThat(one.fingerprint())
          .isEqualTo(patient.fingerprint())
          .isNotEqualTo(next.fingerprint());
      try (Grader other = grader("cat -\n", "")) {
        assertThat(other.fingerprint()).isNotEqualTo(one.fingerprint());
      }
    }
  }

  @Test
  void doesNotKnowThePopulationThatItsProgramDecides() {
    try (Grader grader = grader("cat\n", "population = \"prefixes with code\"")) {
      assertThat(grader.population()).isEqualTo(new Population.Unknown());
    }
  }

  private Verdict answered(String said, String more) {
    String program = LOOP + "echo '{\"id\":'$id',\"verdicts\":{\"c\":" + said + "}}'\ndone\n";
    try (Grader grader = grader(program, more)) {
      return Items.verdict(grader, PROMISE, "c");
    }
  }

  private static List<Verdict> all(Grader grader, int items) {
    return ask(grader, items).stream().flatMap(a -> a.join().values().stream()).toList();
  }

  private static List<CompletableFuture<Map<String, Verdict>>> ask(Grader grader, int items) {
    List<CompletableFuture<Map<String, Verdict>>> asked = new ArrayList<>();
    for (int i = 0; i < items; i++) {
      asked.add(grader.grade(PROMISE, Set.of("c")).toCompletableFuture());
    }
    return asked;
  }

  private static void assertGone(List<CompletableFuture<Map<String, Verdict>>> asked) {
    assertThat(asked)
        .allSatisfy(
            a ->
                assertThatThrownBy(a::join)
                    .hasCauseInstanceOf(GraderGoneException.class)
                    .hasMessageContaining("its program ended 3 times in a row without an answer"));
  }

  /** Each in a folder of its own: a shell that starts late must not read another's program. */
  private Grader grader(String program, String more) {
    Path own;
    try {
      own = Files.createTempDirectory(folder, "grader");
      Files.writeString(own.resolve("grade.sh"), program);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Items.spec(
            own,
            "type = process, command = [sh, grade.sh], restart-delay = 1ms, in-flight = 4\n" + more)
        .open(Map.of(), ProcessGraderTest::noModel);
  }

  private static Model noModel(String name) {
    throw new AssertionError("a process asks no model, but " + name);
  }
}
