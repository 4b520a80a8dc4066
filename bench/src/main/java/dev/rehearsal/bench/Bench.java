package dev.rehearsal.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Runs the scenarios that are named, or all, and prints one line for each. */
public final class Bench {
  private static final Path WORK = Path.of("bench", "target", "work");

  private Bench() {}

  /** As {@code bench/run.sh} calls it, in the repository. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    long conversations = 0;
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--conversations")) {
        conversations = Long.parseLong(arguments[++i]);
      } else {
        scenarios.add(Scenario.named(arguments[i]));
      }
    }
    for (Scenario scenario : scenarios.isEmpty() ? List.of(Scenario.values()) : scenarios) {
      remove(WORK);
      Files.createDirectories(WORK);
      long size = conversations == 0 ? scenario.conversations() : conversations;
      System.out.println(scenario.measure(WORK, size));
      System.out.flush();
    }
    remove(WORK);
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
