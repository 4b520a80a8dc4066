/** The executable: {@link dev.rehearsal.app.Main} names every command. */
@NullMarked
package dev.rehearsal.app;

import org.jspecify.annotations.NullMarked;
