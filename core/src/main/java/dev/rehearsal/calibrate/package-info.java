/** Graders against human labels: how often they err, and what that does to a rate. */
@NullMarked
package dev.rehearsal.calibrate;

import org.jspecify.annotations.NullMarked;
