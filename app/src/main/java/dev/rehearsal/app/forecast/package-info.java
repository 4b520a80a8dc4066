/** Freezing what a run promises, and holding it against what came. */
@NullMarked
package dev.rehearsal.app.forecast;

import org.jspecify.annotations.NullMarked;
