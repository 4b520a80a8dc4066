/** Two lanes on the same prefixes: which of them misbehaves more often, and by how much. */
@NullMarked
package dev.rehearsal.compare;

import org.jspecify.annotations.NullMarked;
