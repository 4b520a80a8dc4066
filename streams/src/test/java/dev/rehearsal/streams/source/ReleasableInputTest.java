package dev.rehearsal.streams.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReleasableInputTest {

  @Test
  void givesEveryByteInOrder() throws IOException {
    byte[] bytes = new byte[1_000_003];
    new Random(1).nextBytes(bytes);

    try (ReleasableInput input = ReleasableInput.of(new ByteArrayInputStream(bytes))) {
      int first = input.read();
      assertThat((byte) first).isEqualTo(bytes[0]);
      byte[] others = input.readAllBytes();
      assertThat(others).hasSize(bytes.length - 1);
      assertThat(others).endsWith(Arrays.copyOfRange(bytes, 1, bytes.length));
      assertThat(input.read()).isEqualTo(-1);
      assertThat(input.read(new byte[8])).isEqualTo(-1);
    }
  }

  @Test
  void givesWhatCameBeforeTheInputBroke() throws IOException {
    InputStream breaks =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the pipe broke");
          }
        };
    InputStream in =
        new SequenceInputStream(new ByteArrayInputStream("before".getBytes(UTF_8)), breaks);

    try (ReleasableInput input = ReleasableInput.of(in)) {
      assertThat(input.readNBytes(6)).isEqualTo("before".getBytes(UTF_8));
      assertThatThrownBy(input::read).hasMessage("the pipe broke");
    }
  }

  @Test
  void letsAReaderGoThatWaitsForASilentPipe() throws IOException {
    try (PipedOutputStream silent = new PipedOutputStream();
        PipedInputStream pipe = new PipedInputStream(silent)) {
      ReleasableInput input = ReleasableInput.of(pipe);
      CompletableFuture<Thread> reader = new CompletableFuture<>();
      CompletableFuture<Integer> read =
          CompletableFuture.supplyAsync(
              () -> {
                reader.complete(Thread.currentThread());
                return readByte(input);
              });
      await().until(() -> reader.join().getState() == Thread.State.WAITING);

      input.close();

      assertThat(read.join()).isEqualTo(-1);
    }
  }

  @Test
  void readsOnlyALittleAhead() {
    AtomicInteger given = new AtomicInteger();
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] target, int offset, int length) {
            given.addAndGet(length);
            return length;
          }
        };

    try (ReleasableInput input = ReleasableInput.of(endless)) {
      await().until(() -> given.get() == 3 << 16);
      assertThat(input.closed()).isFalse();
    }
  }

  private static int readByte(InputStream input) {
    try {
      return input.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
