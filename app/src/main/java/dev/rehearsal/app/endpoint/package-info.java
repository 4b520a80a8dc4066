/** The simulated model as a server that anyone can start. */
@NullMarked
package dev.rehearsal.app.endpoint;

import org.jspecify.annotations.NullMarked;
