package dev.rehearsal.streams.source;

import java.util.Optional;

/** A record cannot be used; the run goes on without it. Never holds text of a conversation. */
final class UnusableException extends Exception {
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
  UnusableException(Reason reason, String detail) {
    this(reason, detail, "");
  }

  /** The same, of a record whose id is known by now. */
  UnusableException of(String recordId) {
    return new UnusableException(reason, detail, recordId);
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }

  Optional<String> id() {
    return id.isEmpty() ? Optional.empty() : Optional.of(id);
  }
}
