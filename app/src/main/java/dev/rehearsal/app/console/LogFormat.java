package dev.rehearsal.app.console;

import java.util.Locale;

/** How standard error is written. */
public enum LogFormat {
  /** For people. */
  TEXT,
  /** For services: one JSON object a line. */
  JSON;

  private static final String OPTION = "--log-format";

  /**
   * What the arguments ask for. It is looked up before they are parsed, so that what is wrong with
   * them is said in this format as well.
   */
  public static LogFormat of(String... arguments) {
    for (int i = 0; i < arguments.length && !arguments[i].equals("--"); i++) {
      String asked =
          arguments[i].equals(OPTION) && i + 1 < arguments.length
              ? arguments[i + 1]
              : arguments[i].startsWith(OPTION + "=")
                  ? arguments[i].substring(OPTION.length() + 1)
                  : "";
      if (asked.toLowerCase(Locale.ROOT).equals(JSON.toString())) {
        return JSON;
      }
    }
    return TEXT;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
