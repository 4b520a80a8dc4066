/** The grader {@code labels}: recorded human or benchmark labels, joined on id and model. */
@NullMarked
package dev.rehearsal.graders.labels;

import org.jspecify.annotations.NullMarked;
