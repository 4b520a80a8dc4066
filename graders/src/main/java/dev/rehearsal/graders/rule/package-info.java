/** The grader {@code rule}: a predicate over a reply's text and tool calls; costs nothing. */
@NullMarked
package dev.rehearsal.graders.rule;

import org.jspecify.annotations.NullMarked;
