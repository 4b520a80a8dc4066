package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rehearsal.RehearsalException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonlTypeTest {
  @Test
  void needsNothingButPaths() {
    assertThat(canonical("type = jsonl, paths = [a.jsonl]"))
        .contains("\"format\":\"auto\"")
        .contains("\"max-line-bytes\":16777216")
        .doesNotContain("a.jsonl");
  }

  @Test
  void hashesWhatCanChangeAnObservation() {
    String plain = canonical("type = jsonl, paths = [a.jsonl]");

    assertThat(canonical("type = jsonl, paths = [b.jsonl]")).isEqualTo(plain);
    assertThat(canonical("type = jsonl, paths = [a.jsonl], format = wildchat")).isNotEqualTo(plain);
    assertThat(canonical("type = jsonl, paths = [a.jsonl], fields.id = [key]")).isNotEqualTo(plain);
    assertThat(canonical("type = jsonl, paths = [a.jsonl], tools.field = t")).isNotEqualTo(plain);
  }

  @Test
  void namesEveryProblemAtOnce() {
    assertThatThrownBy(
            () ->
                canonical(
                    """
                    type = jsonl
                    paths = ["-", a.jsonl]
                    format = wildchatt
                    max-line-bytes = 2 GiB
                    fields { idd = [x] }
                    tools { felder = "x" }
                    """))
        .isInstanceOf(RehearsalException.class)
        .hasMessageContaining("source.paths must hold nothing else beside \"-\"")
        .hasMessageContaining("source.format must be one of auto, openai-chat, wildchat, sharegpt")
        .hasMessageContaining("source.max-line-bytes must be at most 1 GiB")
        .hasMessageContaining("source.fields.idd is not a key of this block; did you mean id?")
        .hasMessageContaining("source.tools.felder is not a key");
  }

  @Test
  void namesTheTypesThatThereAre() {
    assertThatThrownBy(() -> canonical("type = json1, paths = [a]"))
        .hasMessageContaining("source.type must be one of jsonl, ")
        .hasMessageContaining("was \"json1\"; did you mean jsonl?");
    assertThatThrownBy(() -> canonical("type = jsonl"))
        .hasMessageContaining("source.paths is missing");
  }

  private static String canonical(String block) {
    return Logs.spec(Path.of("."), block).canonical().toString();
  }
}
