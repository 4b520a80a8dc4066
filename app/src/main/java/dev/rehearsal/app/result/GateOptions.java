package dev.rehearsal.app.result;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command takes that ends with the gates of a plan. */
public final class GateOptions {
  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Writes the gates as JUnit XML for a CI system.")
  private Optional<Path> junit = Optional.empty();

  /** Writes the gates of a result to where they were asked for, if they were. */
  public void write(RunResult result, Instant when) {
    junit.ifPresent(file -> GateReport.of(result, when).write(file));
  }
}
