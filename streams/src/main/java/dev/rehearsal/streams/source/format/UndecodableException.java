package dev.rehearsal.streams.source.format;

/** A message whose value is not what its decoder reads. */
public final class UndecodableException extends Exception {
  private static final long serialVersionUID = 1;

  /**
   * @param detail what is wrong, short and without anything of the message's text: it stands in the
   *     quarantine and in logs
   */
  public UndecodableException(String detail) {
    super(detail);
  }

  /**
   * @param cause is kept out of every log: its message may quote the value
   */
  public UndecodableException(String detail, Throwable cause) {
    super(detail, cause);
  }
}
