/** Runs a plan: checks it, asks for consent, runs the path, writes the result. */
@NullMarked
package dev.rehearsal.app.run;

import org.jspecify.annotations.NullMarked;
