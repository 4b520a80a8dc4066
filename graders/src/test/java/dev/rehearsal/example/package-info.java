/** A grader from outside, as docs/graders.md shows it. */
@NullMarked
package dev.rehearsal.example;

import org.jspecify.annotations.NullMarked;
