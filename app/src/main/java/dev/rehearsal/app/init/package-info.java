/** From a log to a plan to start from. */
@NullMarked
package dev.rehearsal.app.init;

import org.jspecify.annotations.NullMarked;
