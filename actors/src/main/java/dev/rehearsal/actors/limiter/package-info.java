/** What may be spent, and how fast: permits for each credential, and the budget of a run. */
@NullMarked
package dev.rehearsal.actors.limiter;

import org.jspecify.annotations.NullMarked;
