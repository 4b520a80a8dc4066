package dev.rehearsal.graders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GraderTypesTest {
  @Test
  void namesTheTypesThereAreWhenOneIsUnknown() {
    assertThat(Items.problems("type = rubrik"))
        .singleElement()
        .asString()
        .contains("graders.g.type must be one of", "labels", "rule", "was \"rubrik\"");
    assertThat(Items.problems("type = rul")).singleElement().asString().contains("mean rule?");
  }

  @Test
  void asksForAMissingType() {
    assertThat(Items.problems("contains = x"))
        .singleElement()
        .asString()
        .contains("graders.g.type is missing");
  }

  @Test
  void refusesAKeyThatNoGraderReads() {
    assertThat(Items.problems("type = rule, reply-match = x, contains = y"))
        .singleElement()
        .asString()
        .contains("graders.g.reply-match is not a key", "did you mean reply-matches?");
  }
}
