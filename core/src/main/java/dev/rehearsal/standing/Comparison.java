package dev.rehearsal.standing;

import dev.rehearsal.compare.PairedCounts;
import dev.rehearsal.compare.RatioInterval;
import dev.rehearsal.estimate.State;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Two lanes on the same prefixes, in one category.
 *
 * @param counts pairs in which both lanes have a verdict
 * @param ratio rate of b over rate of a; empty while neither has a hit, infinite while only b has
 * @param interval of the ratio of rates
 * @param discordantOdds interval of the odds that a discordant pair is b's: it decides the state
 *     and is not the ratio of rates
 * @param confidence probability that the interval of the ratio never misses, and on its own that of
 *     the odds does not: a claim that may rest on either errs at most twice as often
 * @param state how b stands to a
 * @param decidedAt the look that settled it
 */
public record Comparison(
    String category,
    LanePair lanes,
    PairedCounts counts,
    OptionalDouble ratio,
    RatioInterval interval,
    RatioInterval discordantOdds,
    double confidence,
    State state,
    OptionalLong decidedAt) {}
