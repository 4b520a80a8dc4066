package dev.rehearsal.standing;

/**
 * The intervals of one headline estimate, one for each look, have nothing in common: its rate
 * changed within the run, or a chance of one less the confidence came true.
 *
 * @param lane whose rate it is
 * @param at admission number of the look at which nothing was left
 */
public record Alarm(String category, String lane, long at) {
  /** What results call it. */
  public static final String KIND = "rate-changed";
}
