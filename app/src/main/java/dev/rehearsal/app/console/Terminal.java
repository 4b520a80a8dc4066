package dev.rehearsal.app.console;

/**
 * Which streams a person looks at. Java cannot tell one stream from another, so the launcher does
 * and says so in system properties; without it, nothing counts as a terminal.
 *
 * @param in whether a person can be asked
 * @param out whether results are read by a person
 * @param err whether progress is read by a person
 * @param colour whether colour is welcome where a person looks: no dumb terminal, no {@code
 *     NO_COLOR}
 * @param columns width in characters, at least 20
 * @param rows height in lines, at least 8
 */
public record Terminal(
    boolean in, boolean out, boolean err, boolean colour, int columns, int rows) {
  private static final int USUAL_COLUMNS = 80;
  private static final int FEWEST_COLUMNS = 20;
  private static final int USUAL_ROWS = 24;
  private static final int FEWEST_ROWS = 8;

  /** Pipes and files only. */
  public static final Terminal NONE =
      new Terminal(false, false, false, false, USUAL_COLUMNS, USUAL_ROWS);

  /** Whether results may be coloured. */
  public boolean colourOut() {
    return out && colour;
  }

  /** Whether progress may be coloured. */
  public boolean colourErr() {
    return err && colour;
  }

  static Terminal ofProcess() {
    String streams = System.getProperty("rehearsal.terminal", "");
    boolean colour =
        System.getenv().getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(System.getenv("TERM"));
    return new Terminal(
        streams.contains("i"),
        streams.contains("o"),
        streams.contains("e"),
        colour,
        Math.max(FEWEST_COLUMNS, Integer.getInteger("rehearsal.columns", USUAL_COLUMNS)),
        Math.max(FEWEST_ROWS, Integer.getInteger("rehearsal.rows", USUAL_ROWS)));
  }
}
