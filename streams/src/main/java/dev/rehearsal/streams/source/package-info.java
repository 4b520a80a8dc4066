/**
 * Where conversations come from: reads logs, sets aside what cannot be used, samples, cuts, and
 * gives prefixes in the order of admission. Entry: {@link Sources}.
 */
@NullMarked
package dev.rehearsal.streams.source;

import org.jspecify.annotations.NullMarked;
