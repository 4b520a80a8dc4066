/** The path from prefix to standing: admit, reply, grade, order, estimate. */
@NullMarked
package dev.rehearsal.streams.pipeline;

import org.jspecify.annotations.NullMarked;
