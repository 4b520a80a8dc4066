/** The interval mathematics as a calculator: one question, or a stream of them. */
@NullMarked
package dev.rehearsal.app.interval;

import org.jspecify.annotations.NullMarked;
