/** Two lanes or two runs on the same prefixes. */
@NullMarked
package dev.rehearsal.app.compare;

import org.jspecify.annotations.NullMarked;
