/** A run's result for people and for programs, from its folder alone. */
@NullMarked
package dev.rehearsal.app.report;

import org.jspecify.annotations.NullMarked;
