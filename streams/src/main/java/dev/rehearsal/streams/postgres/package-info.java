/** A PostgreSQL server as a plan names it: for the source and for the journal. */
@NullMarked
package dev.rehearsal.streams.postgres;

import org.jspecify.annotations.NullMarked;
