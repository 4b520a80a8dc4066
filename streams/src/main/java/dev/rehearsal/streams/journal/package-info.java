/**
 * The journal of a run, in an SQLite file or among others on a PostgreSQL server: every admission,
 * reply, verdict and look, so that a run can be killed at any moment and resumed with nothing paid
 * for twice.
 */
@NullMarked
package dev.rehearsal.streams.journal;

import org.jspecify.annotations.NullMarked;
