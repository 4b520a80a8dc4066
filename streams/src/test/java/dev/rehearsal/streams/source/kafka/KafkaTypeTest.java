package dev.rehearsal.streams.source.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.streams.source.Logs;
import dev.rehearsal.streams.source.SourceSpec;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaTypeTest {
  private static final String HEAD = "type = kafka, servers = [\"localhost:9092\"], group = g, ";

  @TempDir Path folder;

  @Test
  void readsTopicsOrAPatternAndNotBoth() {
    assertThat(Logs.spec(folder, HEAD + "topics = [a, b]").arrives()).isTrue();
    assertThat(Logs.spec(folder, HEAD + "pattern = \"a.*\"").arrives()).isTrue();
    assertProblem(HEAD + "topics = [a], pattern = b", "must name either topics or a pattern");
    assertProblem(HEAD + "until = now", "must name either topics or a pattern");
    assertProblem(HEAD + "pattern = \"(\"", "is no regular expression");
  }

  @Test
  void saysWhatAStartMayBe() {
    assertProblem(
        HEAD + "topics = [a], start = yesterday",
        "must be earliest, latest or a time such as 2026-11-28T06:00:00Z, was \"yesterday\"");
  }

  @Test
  void takesAnyPropertyOfTheClientsButItsOwn() {
    Logs.spec(folder, HEAD + "topics = [a], properties { \"client.id\" = x, fetch.max.bytes = 9 }");
    assertProblem(
        HEAD + "topics = [a], properties { enable.auto.commit = true }",
        "may not hold enable.auto.commit: this program sets it itself");
    assertProblem(
        HEAD + "topics = [a], properties { enable.idempotence = false }",
        "may not hold enable.idempotence: this program sets it itself");
  }

  @Test
  void findsDecodersByTheirNamesAndLetsThemReadTheirKeys() {
    Logs.spec(folder, HEAD + "topics = [a], decoder { type = reversed, marks = 2 }");
    assertProblem(
        HEAD + "topics = [a], decoder { type = revesed }",
        "must be one of json, reversed, was \"revesed\"; did you mean reversed?; a decoder of"
            + " another kind is a jar in the folder REHEARSAL_PLUGINS");
    assertProblem(HEAD + "topics = [a], decoder { type = json, marks = 2 }", "marks");
    assertProblem(HEAD + "topics = [a], decoder { type = reversed, marcs = 2 }", "marcs");
  }

  @Test
  void hashesADecoderThatChangesWhatAMessageSays() {
    SourceSpec json = Logs.spec(folder, HEAD + "topics = [a]");
    SourceSpec said = Logs.spec(folder, HEAD + "topics = [a], decoder { type = json }");
    SourceSpec one =
        Logs.spec(folder, HEAD + "topics = [a], decoder { type = reversed, marks = 1 }");
    SourceSpec two =
        Logs.spec(folder, HEAD + "topics = [a], decoder { type = reversed, marks = 2 }");

    assertThat(said.canonical()).isEqualTo(json.canonical());
    assertThat(one.canonical()).isNotEqualTo(json.canonical()).isNotEqualTo(two.canonical());
  }

  @Test
  void neverShowsAProperty() {
    String secret = "hunter2-hunter2";
    String block = HEAD + "topics = [a], properties { \"sasl.jaas.config\" = \"password=%s\" }";
    SourceSpec spec = Logs.spec(folder, block.formatted(secret));

    assertThat(spec.toString()).doesNotContain(secret);
    assertThat(spec.canonical().toString()).doesNotContain(secret).doesNotContain("localhost");
  }

  @Test
  void hashesWhatIsReadAndNotFromWhere() {
    SourceSpec one = Logs.spec(folder, HEAD + "topics = [a]");
    SourceSpec moved =
        Logs.spec(folder, "type = kafka, servers = [\"other:1\"], group = h, topics = [a]");
    SourceSpec other = Logs.spec(folder, HEAD + "topics = [b]");

    assertThat(moved.canonical()).isEqualTo(one.canonical());
    assertThat(other.canonical()).isNotEqualTo(one.canonical());
  }

  private void assertProblem(String block, String message) {
    assertThatThrownBy(() -> Logs.spec(folder, block))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining(message);
  }
}
