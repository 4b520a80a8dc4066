/** The guardian of a run. */
@NullMarked
package dev.rehearsal.actors.run;

import org.jspecify.annotations.NullMarked;
