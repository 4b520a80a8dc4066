package dev.rehearsal.graders.process;

import dev.rehearsal.RehearsalException;
import dev.rehearsal.config.Block;
import dev.rehearsal.conversation.Canonical;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What a {@code process} block says.
 *
 * @param name of the grader's block, for messages
 * @param command program and arguments
 * @param folder where the program runs
 * @param environment names of the variables that are passed on; it gets no others
 * @param version raised by the user when the program's verdicts change
 * @param population whom the program's categories are about, in words; empty for every prefix
 * @param inFlight most items that the program has at once
 * @param timeout for one item, from when it is written
 * @param restarts most restarts in a row without an answer between them
 * @param restartDelay before the first restart; doubles with each in a row
 * @param maxRestartDelay longest delay
 */
record ProcessSettings(
    String name,
    List<String> command,
    Path folder,
    List<String> environment,
    String version,
    String population,
    int inFlight,
    Duration timeout,
    int restarts,
    Duration restartDelay,
    Duration maxRestartDelay) {

  static ProcessSettings read(Block block) {
    List<String> command = block.strings("command");
    if (block.has("command") && command.isEmpty()) {
      block.problem("command", "must name a program, such as [\"python3\", \"grade.py\"]");
    }
    ProcessSettings settings =
        new ProcessSettings(
            block.path(),
            command,
            block.resolve(block.string("folder")),
            block.strings("environment"),
            block.string("version"),
            block.string("population"),
            (int) block.integer("in-flight", 1, 10_000),
            block.duration("timeout"),
            (int) block.integer("restarts", 0, 1000),
            block.duration("restart-delay"),
            block.duration("max-restart-delay"));
    block.done();
    return settings;
  }

  /** The delay before restart {@code number}, counted from 1. */
  Duration delay(int number) {
    Duration delay = restartDelay.multipliedBy(1L << Math.min(number - 1, 20));
    return delay.compareTo(maxRestartDelay) < 0 ? delay : maxRestartDelay;
  }

  /**
   * Of what can change a verdict: the command, its version, and the content of every word of the
   * command that names a file in the folder. Not of how patiently it is asked.
   *
   * @throws RehearsalException when such a file cannot be read
   */
  String fingerprint(String codeVersion) {
    List<String> parts = new ArrayList<>(List.of(codeVersion, version, population));
    for (String word : command) {
      parts.add(word);
      Path file = folder.resolve(word);
      if (!Path.of(word).isAbsolute() && Files.isRegularFile(file)) {
        parts.add(content(file));
      }
    }
    return Canonical.sha256(parts.toArray(String[]::new));
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw RehearsalException.failed(
          "the grader's file %s cannot be read: %s".formatted(file, e), e);
    }
  }
}
