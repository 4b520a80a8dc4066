package dev.rehearsal.app;

import dev.rehearsal.RehearsalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, in as few words as help, and picks the exit code. */
final class Trouble {
  private Trouble() {}

  /** A command line that cannot be understood: exit code 2. */
  static int ofUsage(ParameterException trouble, String... arguments) {
    CommandLine command = trouble.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("rehearsal: " + trouble.getMessage());
    UnmatchedArgumentException.printSuggestions(trouble, err);
    if (arguments.length == 0) {
      command.usage(err);
    } else {
      err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    }
    return RehearsalException.BAD_USAGE;
  }

  /** Trouble that a person can act on is said in one message; any other is a bug of ours. */
  static int ofWork(Exception failure, boolean verbose, PrintWriter err) {
    int exitCode = RehearsalException.FAILED;
    if (failure instanceof RehearsalException known) {
      err.println("rehearsal: " + known.getMessage());
      exitCode = known.exitCode();
    } else {
      err.println("rehearsal: an error that should not happen: " + failure);
    }
    if (verbose) {
      failure.printStackTrace(err);
    } else if (!(failure instanceof RehearsalException)) {
      err.println(record(failure));
    }
    return exitCode;
  }

  private static String record(Exception failure) {
    try {
      Path file = Files.createTempFile("rehearsal-error-", ".txt");
      try (PrintWriter out = new PrintWriter(file.toFile(), StandardCharsets.UTF_8)) {
        failure.printStackTrace(out);
      }
      return "Where it came from stands in " + file + "; please report it.";
    } catch (IOException unwritable) {
      return "Where it came from could not be written (" + unwritable + "): add --verbose.";
    }
  }
}
