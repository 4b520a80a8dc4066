package dev.rehearsal.streams.source.format;

import java.util.Optional;

/** A record cannot be used; the run goes on without it. Never holds text of a conversation. */
public final class UnusableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Reason reason;
  private final String detail;
  private final String id;

  private UnusableException(Reason reason, String detail, String id) {
    super(reason.text() + (detail.isEmpty() ? "" : ": " + detail), null, false, false);
    this.reason = reason;
    this.detail = detail;
    this.id = id;
  }

  /**
   * Says why.
   *
   * @param detail where in the record, such as {@code messages[3].role is missing}; may be empty
   */
  public UnusableException(Reason reason, String detail) {
    this(reason, detail, "");
  }

  /** The same, of a record whose id is known by now. */
  public UnusableException of(String recordId) {
    return new UnusableException(reason, detail, recordId);
  }

  public Reason reason() {
    return reason;
  }

  public String detail() {
    return detail;
  }

  public Optional<String> id() {
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }
}
