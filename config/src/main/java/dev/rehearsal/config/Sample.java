package dev.rehearsal.config;

import dev.rehearsal.sampling.Cut;
import java.util.List;
import java.util.OptionalInt;

/**
 * Which conversations are taken, and where they are cut. The unit is the conversation: at most one
 * prefix of each.
 *
 * @param fraction of the conversations, within (0, 1]; raising it only adds
 * @param skip part of the conversations that is left out before the fraction is taken, in [0, 1):
 *     what another run took, so that the two share none
 * @param seed of everything that is left to chance in the run
 * @param perUser most prefixes from one user key; empty for no cap
 * @param slices dotted paths of attributes by which rates are shown apart
 * @param keep filters that a record has to match, all of them; empty keeps everything
 * @param drop filters of which a record may match none
 */
public record Sample(
    Cut cut,
    double fraction,
    double skip,
    long seed,
    OptionalInt perUser,
    List<String> slices,
    List<Filter> keep,
    List<Filter> drop) {
  public Sample {
    slices = List.copyOf(slices);
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
  }

  /**
   * Whether it takes a conversation whose place in the seeded order is {@code place}, in [0, 1).
   */
  public boolean takes(double place) {
    return skip <= place && place - skip < fraction;
  }
}
