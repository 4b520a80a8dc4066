package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.conversation.Sha256;
import dev.rehearsal.testing.ForAll;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  @Test
  void isTheHashOfTheLinesInTheOrderOfALogThatHasOne() {
    assertThat(of(true, List.of("a", "b")))
        .isEqualTo(
            HexFormat.of()
                .formatHex(Sha256.begin().digest("a\nb\nmore".getBytes(StandardCharsets.UTF_8))))
        .isNotEqualTo(of(true, List.of("b", "a")));
  }

  @Test
  void holdsForEveryOrderOfALogThatHasNone() {
    ForAll.forAll(
        50,
        random -> {
          List<String> lines = new ArrayList<>();
          for (int i = 0; i < 2 + random.nextInt(20); i++) {
            lines.add("line " + random.nextInt(9));
          }
          String fingerprint = of(false, lines);
          List<String> shuffled = new ArrayList<>(lines);
          Collections.shuffle(shuffled, random);
          assertThat(of(false, shuffled)).isEqualTo(fingerprint);

          List<String> twice = new ArrayList<>(lines);
          twice.add(lines.get(0));
          assertThat(of(false, twice)).isNotEqualTo(fingerprint);
          assertThat(of(false, lines.subList(1, lines.size()))).isNotEqualTo(fingerprint);
        });
  }

  private static String of(boolean ordered, List<String> lines) {
    Fingerprint fingerprint = new Fingerprint(ordered);
    for (String line : lines) {
      byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
      fingerprint.add(new GivenLine(bytes, bytes.length, false, 1));
    }
    return fingerprint.finish("more");
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record GivenLine(byte[] bytes, int length, boolean tooLong, long number)
      implements Line {}
}
