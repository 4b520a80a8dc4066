/** Rates with intervals that stay valid while you look, and the rules that stop on them. */
@NullMarked
package dev.rehearsal.estimate;

import org.jspecify.annotations.NullMarked;
