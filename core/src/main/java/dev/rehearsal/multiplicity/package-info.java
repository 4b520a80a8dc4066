/**
 * Many questions asked of one run: how the chance of error is shared, and what may be singled out.
 */
@NullMarked
package dev.rehearsal.multiplicity;

import org.jspecify.annotations.NullMarked;
