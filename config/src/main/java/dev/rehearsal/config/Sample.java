package dev.rehearsal.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rehearsal.sampling.Cut;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which conversations are taken, and where they are cut: at most one prefix of each.
 *
 * @param unit what is independent of the others, and counts once
 * @param fraction of the conversations, within (0, 1]; raising it only adds
 * @param skip part of the conversations that is left out before the fraction is taken, in [0, 1):
 *     what another run took, so that the two share none
 * @param seed of everything that is left to chance in the run
 * @param perUser most prefixes from one user key; empty for no cap
 * @param slices dotted paths of attributes by which rates are shown apart
 * @param keep filters that a record has to match, all of them; empty keeps everything
 * @param drop filters of which a record may match none
 * @param strata that are sampled more or less densely; where there are, their field is the one
 *     slice
 * @param budget by which a stream's fraction is chosen anew for each epoch; then {@code fraction}
 *     is the highest
 */
public record Sample(
    Unit unit,
    Cut cut,
    double fraction,
    double skip,
    long seed,
    OptionalInt perUser,
    List<String> slices,
    List<Filter> keep,
    List<Filter> drop,
    Optional<SampleStrata> strata,
    Optional<FractionBudget> budget) {

  /** What is independent of the others, and counts once. */
  public enum Unit {
    /** A conversation: its prefix is an observation. */
    CONVERSATION,
    /** A user: the mean of a user's prefixes is an observation. */
    USER
  }

  public Sample {
    slices = strata.isPresent() ? List.of(strata.get().field()) : List.copyOf(slices);
    keep = List.copyOf(keep);
    drop = List.copyOf(drop);
  }

  /** A sample of conversations, each stratum as dense as the others. */
  public Sample(
      Cut cut,
      double fraction,
      double skip,
      long seed,
      OptionalInt perUser,
      List<String> slices,
      List<Filter> keep,
      List<Filter> drop) {
    this(
        Unit.CONVERSATION,
        cut,
        fraction,
        skip,
        seed,
        perUser,
        slices,
        keep,
        drop,
        Optional.empty(),
        Optional.empty());
  }

  /** Whether users count, not conversations. */
  public boolean byUser() {
    return unit == Unit.USER;
  }

  /** Whether the filters leave a record with these attributes in. */
  public boolean keeps(ObjectNode attributes) {
    return keep.stream().allMatch(filter -> filter.matches(attributes))
        && drop.stream().noneMatch(filter -> filter.matches(attributes));
  }

  /**
   * Whether it takes a conversation whose place in the seeded order is {@code place}, in [0, 1).
   */
  public boolean takes(double place) {
    return takes(place, fraction);
  }

  /** The same with another fraction. */
  public boolean takes(double place, double other) {
    return skip <= place && place - skip < other;
  }
}
