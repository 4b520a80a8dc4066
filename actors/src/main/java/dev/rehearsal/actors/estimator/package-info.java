/** Estimator actors: one for each category. */
@NullMarked
package dev.rehearsal.actors.estimator;

import org.jspecify.annotations.NullMarked;
