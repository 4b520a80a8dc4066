/**
 * Rates of the prefixes of an hour or a day, by the time at which their conversations took place.
 */
@NullMarked
package dev.rehearsal.window;

import org.jspecify.annotations.NullMarked;
