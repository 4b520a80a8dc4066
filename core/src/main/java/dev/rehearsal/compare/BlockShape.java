package dev.rehearsal.compare;

/**
 * How many trials of each side make a block.
 *
 * @param reference trials of the reference side, at least 1
 * @param compared trials of the compared side, at least 1
 */
public record BlockShape(int reference, int compared) {
  /** One of each. */
  public static final BlockShape EVEN = new BlockShape(1, 1);

  /** More of one side adds little, and a block in which hits come together says nothing. */
  private static final int MOST = 10;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1
   */
  public BlockShape {
    if (reference < 1 || compared < 1) {
      throw new IllegalArgumentException(
          "a block needs a trial of each side, had " + reference + " and " + compared);
    }
  }

  /**
   * One trial of the smaller side and as many of the larger as its size asks for, at most {@value
   * #MOST}.
   *
   * @param reference trials that were planned before any verdict was seen, at least 1
   * @param compared the same of the other side
   */
  public static BlockShape planned(long reference, long compared) {
    return reference >= compared
        ? new BlockShape(times(reference, compared), 1)
        : new BlockShape(1, times(compared, reference));
  }

  private static int times(long larger, long smaller) {
    return (int) Math.min(MOST, Math.round((double) larger / Math.max(1, smaller)));
  }
}
