package dev.rehearsal.app.command;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.app.console.Console;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;

/** Says what is running, and on what: what a report of a bug needs. */
@Command(
    name = "version",
    description = "Shows the version, and what it runs on.",
    footerHeading = "%nExample:%n",
    footer = "  rehearsal version --json")
public final class VersionCommand implements Runnable {
  private final Console console;

  @Option(names = "--json", description = "As one line of JSON.")
  private boolean json;

  public VersionCommand(Console console) {
    this.console = console;
  }

  @Override
  public void run() {
    console.out().println(json ? Facts.ofProcess().json() : Facts.ofProcess().text());
  }

  /** For {@code rehearsal --version}. */
  public static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {Facts.ofProcess().text()};
    }
  }

  /**
   * What is known of this build and machine.
   *
   * @param commit of the checkout that it was started from, if it was
   */
  private record Facts(String version, Optional<String> commit, String java, String system) {

    static Facts ofProcess() {
      String version = VersionCommand.class.getPackage().getImplementationVersion();
      return new Facts(
          version == null ? "unpackaged" : version,
          Checkout.commit(),
          System.getProperty("java.runtime.version") + " " + System.getProperty("java.vendor"),
          System.getProperty("os.name")
              + " "
              + System.getProperty("os.version")
              + " "
              + System.getProperty("os.arch"));
    }

    String text() {
      return "rehearsal "
          + version
          + commit.map(c -> " (" + c.substring(0, Math.min(12, c.length())) + ")").orElse("")
          + "%njava %s%nsystem %s".formatted(java, system);
    }

    ObjectNode json() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      json.put("version", version);
      commit.ifPresent(c -> json.put("commit", c));
      return json.put("java", java).put("system", system);
    }
  }
}
