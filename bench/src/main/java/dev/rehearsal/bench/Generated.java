package dev.rehearsal.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/**
 * Conversations that are the same on every machine: about 500 bytes each, every hundredth refused.
 */
final class Generated {
  private static final long SEED = 20260601;
  private static final int REFUSED_IN = 100;
  private static final int PROMPT_WORDS = 30;
  private static final int REPLY_WORDS = 40;
  private static final String[] WORDS =
      ("the of and to in is was for that with this from they have been which would there their could "
              + "about after other people right think first place water should because through")
          .split(" ");

  private Generated() {}

  /** Writes so many, and returns the file. */
  static Path log(Path file, long conversations) throws IOException {
    SplittableRandom random = new SplittableRandom(SEED);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (long i = 0; i < conversations; i++) {
        out.append("{\"id\":\"c").append(Long.toString(i));
        out.append("\",\"messages\":[{\"role\":\"user\",\"content\":\"");
        words(out, random, PROMPT_WORDS);
        out.append("\"},{\"role\":\"assistant\",\"content\":\"");
        out.append(random.nextInt(REFUSED_IN) == 0 ? "I cannot help with that. " : "");
        words(out, random, REPLY_WORDS);
        out.append("\"}]}\n");
      }
    }
    return file;
  }

  private static void words(BufferedWriter out, SplittableRandom random, int mean)
      throws IOException {
    int count = mean / 2 + random.nextInt(mean);
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : " ").append(WORDS[random.nextInt(WORDS.length)]);
    }
  }
}
