/** The grader {@code process}: a program of the user's, over JSON lines. */
@NullMarked
package dev.rehearsal.graders.process;

import org.jspecify.annotations.NullMarked;
