package dev.rehearsal.app;

import java.nio.file.Path;

/**
 * What a command gave that ran within the test's process.
 *
 * @param exitCode of the process that it would have been
 * @param out all of standard output
 * @param err all of standard error
 */
record Ran(int exitCode, String out, String err) {

  /** Runs a command to its end. */
  static Ran rehearsal(String... arguments) {
    Launched launched = InProcess.rehearsal(arguments);
    return new Ran(launched.exitCode(), launched.out(), launched.err());
  }

  /** The plan of the quickstart. */
  static String quickstart() {
    return Launched.root().resolve("config/plans/quickstart.conf").toString();
  }

  /** Runs the quickstart into {@code folder}, with further arguments. */
  static Ran quickstart(Path folder, String... further) {
    String[] arguments = new String[further.length + 4];
    System.arraycopy(
        new String[] {"run", quickstart(), "--out", folder.toString()}, 0, arguments, 0, 4);
    System.arraycopy(further, 0, arguments, 4, further.length);
    return rehearsal(arguments);
  }
}
