/** The simulated model as a real server, with faults made for real at the socket. */
@NullMarked
package dev.rehearsal.actors.endpoint;

import org.jspecify.annotations.NullMarked;
