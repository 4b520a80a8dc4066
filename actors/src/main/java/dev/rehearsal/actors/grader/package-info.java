/** Grader actors: one for each grader of the plan. */
@NullMarked
package dev.rehearsal.actors.grader;

import org.jspecify.annotations.NullMarked;
