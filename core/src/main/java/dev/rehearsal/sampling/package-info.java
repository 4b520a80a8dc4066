/** Seeded sampling as a pure function of ids. */
@NullMarked
package dev.rehearsal.sampling;

import org.jspecify.annotations.NullMarked;
