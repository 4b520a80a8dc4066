package dev.rehearsal.streams.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class LargeLogTest {
  private static final int CONVERSATIONS = 1_000_000;
  private static final long MOST_BYTES_OF_INDEX = 90L << 20;

  @TempDir Path folder;

  @Test
  void indexesAMillionConversationsInTensOfMegabytes() throws IOException {
    try (BufferedWriter log = Files.newBufferedWriter(folder.resolve("log.jsonl"))) {
      for (int i = 0; i < CONVERSATIONS; i++) {
        log.write(Logs.record("c" + i));
        log.write('\n');
      }
    }
    long before = used();
    long started = System.nanoTime();

    try (PreparedSource source =
        Logs.spec(folder, "type = jsonl, paths = [log.jsonl]").open(Logs.preparation(folder))) {
      double seconds = (System.nanoTime() - started) / 1e9;
      long bytes = used() - before;
      System.err.printf("indexed %d in %.1f s, %d bytes%n", CONVERSATIONS, seconds, bytes);

      assertThat(source.size()).hasValue(CONVERSATIONS);
      assertThat(bytes).isLessThan(MOST_BYTES_OF_INDEX);
    }
  }

  private static long used() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
