package dev.rehearsal.app.demo;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The jars of a broker: gathered by Maven when somebody wants one, and kept. */
final class BrokerJars {
  private BrokerJars() {}

  /** Where they are; fetches them when they are missing, and says so. */
  static Path find(PrintWriter notices) {
    Path home = Path.of(System.getProperty("rehearsal.home", "")).toAbsolutePath();
    Path jars = home.resolve("broker/target/lib");
    if (!Files.isDirectory(jars)) {
      notices.println("fetching a Kafka broker, once (42 MB)...");
      notices.flush();
      fetch(home);
    }
    return jars;
  }

  private static void fetch(Path home) {
    Path log = home.resolve("target/broker.log");
    try {
      Files.createDirectories(log.getParent());
      int exit =
          new ProcessBuilder(List.of("mvn", "-q", "-B", "-pl", "broker", "package"))
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start()
              .waitFor();
      if (exit != 0) {
        throw RehearsalException.failed(
            "Maven could not fetch the broker (exit code %d); it says why in %s"
                .formatted(exit, log));
      }
    } catch (IOException e) {
      throw RehearsalException.failed(
          "cannot run mvn to fetch the broker: " + e.getMessage() + "; install Maven 3.8 or newer",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw RehearsalException.failed("interrupted while the broker was fetched", e);
    }
  }
}
