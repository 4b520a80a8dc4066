/** Rows of a PostgreSQL query as a log. */
@NullMarked
package dev.rehearsal.streams.source.postgres;

import org.jspecify.annotations.NullMarked;
