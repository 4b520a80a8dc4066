/** A run's graders held against human labels, and the replies most worth labelling. */
@NullMarked
package dev.rehearsal.app.calibrate;

import org.jspecify.annotations.NullMarked;
