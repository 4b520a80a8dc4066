/** The grader {@code rubric}: a model judges the reply by a written rubric. */
@NullMarked
package dev.rehearsal.graders.rubric;

import org.jspecify.annotations.NullMarked;
