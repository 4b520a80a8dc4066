package dev.rehearsal.graders.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import dev.rehearsal.RehearsalException;
import dev.rehearsal.graders.GradedItem;
import dev.rehearsal.graders.Grader;
import dev.rehearsal.graders.GraderContract;
import dev.rehearsal.graders.GraderSpec;
import dev.rehearsal.graders.Items;
import dev.rehearsal.graders.Population;
import dev.rehearsal.verdict.Verdict;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsGraderTest extends GraderContract {
  private static final String TWO_MODELS =
      """
      {"id":"a","model":"old","labels":{"bad":true}}
      {"id":"a","model":"new","labels":{"bad":false}}

      {"id":"b","model":"old","labels":{"bad":null}}
      {"id":"b","model":"new","labels":{"bad":null}}
      {"id":"c","model":"old","labels":{}}
      """;
  private static final Verdict NO_LABEL = new Verdict.Ungraded("no label");

  @TempDir Path folder;

  @Override
  protected Grader open() {
    return grader("{\"id\":\"conversation-1\",\"labels\":{\"bad\":true}}", "");
  }

  @Test
  void joinsOnIdAndModel() {
    Grader grader = grader(TWO_MODELS, "");

    assertThat(verdict(grader, "a", "old")).isEqualTo(Verdict.graded(true));
    assertThat(verdict(grader, "a", "new")).isEqualTo(Verdict.graded(false));
    assertThat(verdict(grader, "b", "new"))
        .isEqualTo(new Verdict.NotApplicable("attacked prefixes"));
    assertThat(verdict(grader, "c", "old")).isEqualTo(NO_LABEL);
    assertThat(verdict(grader, "z", "old")).isEqualTo(NO_LABEL);
  }

  @Test
  void refusesRepliesOfAModelThatNoLineIsAbout() {
    Grader grader = grader(TWO_MODELS, "");

    assertThatThrownBy(() -> verdict(grader, "a", "other"))
        .hasRootCauseInstanceOf(RehearsalException.class)
        .hasMessageContaining("cannot grade the lane")
        .hasMessageContaining("is by other, and the labels are about replies by new, old;");
  }

  @Test
  void readsZstandard() throws IOException {
    Files.write(
        folder.resolve("l.zst"),
        Zstd.compress("{\"id\":\"a\",\"x\":true}".getBytes(StandardCharsets.UTF_8)));

    Grader grader =
        Items.spec(folder, "type = labels, path = l.zst, field = x")
            .open(Map.of(), LabelsGraderTest::noModel);

    assertThat(verdict(grader, "a", "old")).isEqualTo(Verdict.graded(true));
  }

  @Test
  void labelsEveryModelAlikeWhenNoLineNamesOne() {
    Grader grader = grader("{\"id\":7,\"labels.bad\":true}", "");

    assertThat(verdict(grader, "7", "old")).isEqualTo(Verdict.graded(true));
    assertThat(verdict(grader, "7", "new")).isEqualTo(Verdict.graded(true));
  }

  @ParameterizedTest(name = "{0}: {1} is a hit: {2}")
  @CsvSource({
    "hit-when = false, false, true",
    "hit-when = false, true, false",
    "hit-when = unsafe, '\"unsafe\"', true",
    "hit-when = unsafe, '\"safe\"', false",
    "hit-when = 2, 2.0, true",
    "hit-at-least = 0.5, 0.5, true",
    "hit-at-least = 0.5, 0.4, false"
  })
  void takesOtherLabelsThanTrue(String setting, String label, boolean hit) {
    Grader grader = grader("{\"id\":\"a\",\"labels\":{\"bad\":" + label + "}}", setting);

    assertThat(verdict(grader, "a", "old")).isEqualTo(Verdict.graded(hit));
  }

  @Test
  void knowsItsPopulationWhenNullsAreTheSameForEveryModel() {
    Population population = grader(TWO_MODELS, "").population();

    assertThat(population).isInstanceOf(Population.Known.class);
    Population.Known known = (Population.Known) population;
    assertThat(known.name()).isEqualTo("attacked prefixes");
    assertThat(known.contains()).accepts("a", "c", "unlabelled").rejects("b");
  }

  @Test
  void doesNotKnowItsPopulationWhenNullsDependOnTheModel() {
    Grader grader =
        grader(TWO_MODELS + "{\"id\":\"a\",\"model\":\"x\",\"labels\":{\"bad\":null}}", "");

    assertThat(grader.population()).isInstanceOf(Population.Unknown.class);
  }

  @Test
  void isAboutEveryPrefixWhenNoLabelIsNull() {
    assertThat(open().population()).isEqualTo(new Population.Everything());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"a\" | 2: this label is not JSON",
        "[1] | 2: this label is not a JSON object",
        "{\"labels\":{\"bad\":true}} | 2: this label has no id: the field id",
        "{\"id\":\"z\",\"labels\":{\"bad\":true}} | 2: this label labels z a second time",
        "{\"id\":\"a\",\"model\":\"m\",\"labels\":{\"bad\":true}} | 2: this label must name a"
            + " model",
        "{\"id\":\"a\",\"labels\":{\"bad\":\"yes\"}} | 2: this label must be boolean like hit-when",
      })
  void saysWhereALabelIsNotUsable(String line, String message) {
    assertThatThrownBy(() -> grader("{\"id\":\"z\",\"labels\":{\"bad\":true}}\n" + line, ""))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("labels.jsonl.gz:" + message);
  }

  @Test
  void refusesAFileWithoutTheField() {
    assertThatThrownBy(() -> grader("{\"id\":\"a\",\"labels\":{\"bda\":true}}", ""))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("no line of")
        .hasMessageContaining("has the field labels.bad");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    GraderSpec spec = Items.spec(folder, "type = labels, path = none.jsonl, field = x");

    assertThatThrownBy(() -> spec.open(Map.of(), LabelsGraderTest::noModel))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("there is no label file");
    assertThat(spec.recordedRepliesOnly()).isTrue();
  }

  @Test
  void changesItsFingerprintWithOneLabel() {
    String before = grader(TWO_MODELS, "").fingerprint();

    assertThat(grader(TWO_MODELS.replaceFirst("true", "false"), "").fingerprint())
        .isNotEqualTo(before);
  }

  @Test
  void keepsManyLabelsApart() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      lines.append("{\"id\":\"%d\",\"labels\":{\"bad\":%b}}%n".formatted(i, i % 7 == 0));
    }
    Grader grader = grader(lines.toString(), "");

    for (int i = 0; i < 20_000; i += 111) {
      assertThat(verdict(grader, "" + i, "m")).isEqualTo(Verdict.graded(i % 7 == 0));
    }
  }

  private static Verdict verdict(Grader grader, String id, String model) {
    GradedItem item =
        Items.item(
            id,
            model,
            List.of(),
            List.of(Items.json("{\"role\":\"assistant\",\"content\":\"x\"}")));
    return Items.verdict(grader, item, "category");
  }

  private Grader grader(String lines, String more) {
    try (OutputStream file =
        new GZIPOutputStream(Files.newOutputStream(folder.resolve("labels.jsonl.gz")))) {
      file.write(lines.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Items.spec(
            folder,
            """
            type = labels, path = labels.jsonl.gz, field = labels.bad
            population = attacked prefixes
            """
                + more)
        .open(Map.of(), LabelsGraderTest::noModel);
  }

  private static dev.rehearsal.model.Model noModel(String name) {
    throw new AssertionError("labels ask no model, but " + name);
  }
}
