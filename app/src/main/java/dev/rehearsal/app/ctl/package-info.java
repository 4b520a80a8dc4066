/** Steering a run that is going on, over a socket in its folder. */
@NullMarked
package dev.rehearsal.app.ctl;

import org.jspecify.annotations.NullMarked;
