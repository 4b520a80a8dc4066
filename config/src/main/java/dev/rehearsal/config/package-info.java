/** Plans: HOCON read once at the edge into records that refuse nonsense, all problems at once. */
@NullMarked
package dev.rehearsal.config;

import org.jspecify.annotations.NullMarked;
