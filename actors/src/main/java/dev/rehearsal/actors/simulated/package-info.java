/** The simulated model: a known truth, a known latency and known faults, all from a seed. */
@NullMarked
package dev.rehearsal.actors.simulated;

import org.jspecify.annotations.NullMarked;
