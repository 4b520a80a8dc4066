package dev.rehearsal.app.text;

/** How text looks on a terminal. */
public enum Paint {
  PLAIN(""),
  BOLD("1"),
  DIM("2"),
  GOOD("32"),
  BAD("31"),
  OPEN("33");

  private final String code;

  Paint(String code) {
    this.code = code;
  }

  /** The text in this paint. */
  public String on(String text) {
    return code.isEmpty() || text.isBlank() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
