/**
 * Where a run's verdicts, estimates and alarms go while it is under way, beside its own folder.
 * Entry: {@link Publication}.
 */
@NullMarked
package dev.rehearsal.streams.sink;

import org.jspecify.annotations.NullMarked;
