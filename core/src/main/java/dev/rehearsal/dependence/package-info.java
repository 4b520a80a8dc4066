/**
 * Data that do not stand each for itself: clusters, weights and strata. One-look figures; what
 * holds at every look is in {@link dev.rehearsal.estimate.LinearBet}.
 */
@NullMarked
package dev.rehearsal.dependence;

import org.jspecify.annotations.NullMarked;
