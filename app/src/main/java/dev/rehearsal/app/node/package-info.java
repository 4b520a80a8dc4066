/** {@code rehearsal node}: lends this machine's hands to a run. */
@NullMarked
package dev.rehearsal.app.node;

import org.jspecify.annotations.NullMarked;
