/** Graders: from a reply to verdicts. */
@NullMarked
package dev.rehearsal.graders;

import org.jspecify.annotations.NullMarked;
