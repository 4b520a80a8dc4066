/** Takes text out of a run and leaves what was counted of it. */
@NullMarked
package dev.rehearsal.app.purge;

import org.jspecify.annotations.NullMarked;
