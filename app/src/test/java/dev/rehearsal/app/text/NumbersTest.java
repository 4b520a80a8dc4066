package dev.rehearsal.app.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.streams.journal.RunStatus;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void countsOneThingInTheSingular() {
    assertThat(Numbers.count(0, "pair", "pairs")).isEqualTo("0 pairs");
    assertThat(Numbers.count(1, "prefix", "prefixes")).isEqualTo("1 prefix");
    assertThat(Numbers.count(12_345, "prefix", "prefixes")).isEqualTo("12,345 prefixes");
    assertThat(Sentences.status(RunStatus.EXHAUSTED, 1, Optional.empty()))
        .startsWith("EXHAUSTED after 1 prefix:");
    assertThat(Sentences.level(0.95, true, 1, 0.95)).endsWith(", 95 % each");
    assertThat(Sentences.level(0.95, true, 2, 0.975))
        .endsWith("95 % for all 2 together (97.5 % each)");
  }

  @Test
  void roundsBytesToThreeDigits() {
    assertThat(Numbers.bytes(0)).isEqualTo("0 B");
    assertThat(Numbers.bytes(999)).isEqualTo("999 B");
    assertThat(Numbers.bytes(4_096)).isEqualTo("4.1 kB");
    assertThat(Numbers.bytes(999_600)).isEqualTo("1 MB");
    assertThat(Numbers.bytes(134_217_728)).isEqualTo("134 MB");
    assertThat(Numbers.bytes(Long.MAX_VALUE)).endsWith(" TB");
  }

  @Test
  void saysWhatIsNotKnown() {
    assertThat(Numbers.coefficient(OptionalDouble.of(0.332))).isEqualTo("0.33");
    assertThat(Numbers.coefficient(OptionalDouble.empty())).isEqualTo("not known");
    assertThat(Sentences.withoutPairs(OptionalDouble.of(1.3867))).isEqualTo("×1.39 prefixes");
    assertThat(Sentences.withoutPairs(OptionalDouble.empty())).isEqualTo("not known");
  }
}
