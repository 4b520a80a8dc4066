package dev.rehearsal.streams.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rehearsal.testing.ForAll;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TextCodecTest {
  private final TextCodec codec = new TextCodec();

  @AfterEach
  void close() {
    codec.close();
  }

  @Test
  void givesBackWhatItPacked() {
    ForAll.forAll(
        300,
        random -> {
          byte[] text = new byte[random.nextInt(random.nextBoolean() ? 1_000 : 100_000)];
          random.nextBytes(text);
          for (int i = random.nextInt(2) * text.length / 2; i < text.length; i++) {
            text[i] = (byte) (i % 7);
          }
          assertThat(unpacked(codec.packBytes(text))).isEqualTo(text);
        });
  }

  @Test
  void keepsAShortTextAsItIs() {
    byte[] text = "a".repeat(511).getBytes(StandardCharsets.UTF_8);

    assertThat(codec.packBytes(text)).hasSize(512).endsWith(text);
  }

  @Test
  void makesALongTextShorter() {
    byte[] text = "a".repeat(512).getBytes(StandardCharsets.UTF_8);

    assertThat(codec.packBytes(text).length).isLessThan(50);
  }

  private byte[] unpacked(byte[] packed) {
    try {
      return codec.unpackBytes(packed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
