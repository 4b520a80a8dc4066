package dev.rehearsal;

/**
 * Trouble that a person can act on: its message says what happened, the value, where, and what to
 * do. It never holds a secret. {@code Main} prints the message alone and exits with {@link
 * #exitCode()}; any other exception is a bug of ours.
 */
public class RehearsalException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The tool could not do its work: provider unreachable, key rejected, disk full. */
  public static final int FAILED = 1;

  /** Bad usage or a bad plan. */
  public static final int BAD_USAGE = 2;

  /** What was frozen is not what was found. */
  public static final int TAMPERED = 3;

  private final int exitCode;

  private RehearsalException(int exitCode, String message, Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  private RehearsalException(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The tool could not do its work (exit code 1). */
  public static RehearsalException failed(String message) {
    return new RehearsalException(FAILED, message);
  }

  /** The tool could not do its work (exit code 1), with what the system said. */
  public static RehearsalException failed(String message, Throwable cause) {
    return new RehearsalException(FAILED, message, cause);
  }

  /** The user asked for something that cannot be done (exit code 2). */
  public static RehearsalException badUsage(String message) {
    return new RehearsalException(BAD_USAGE, message);
  }

  /** What was frozen is not what was found (exit code 3). */
  public static RehearsalException tampered(String message) {
    return new RehearsalException(TAMPERED, "TAMPERED: " + message);
  }

  /** The process exit code that this trouble ends in. */
  public int exitCode() {
    return exitCode;
  }
}
