/** Measures the packaged program from outside, as its user runs it, and the mathematics alone. */
@NullMarked
package dev.rehearsal.bench;

import org.jspecify.annotations.NullMarked;
