/** Alarms for a rate that changes while it is watched. */
@NullMarked
package dev.rehearsal.drift;

import org.jspecify.annotations.NullMarked;
