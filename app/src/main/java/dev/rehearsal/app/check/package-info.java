/** What is known before a run asks its first model: the plan checked, its source, its consent. */
@NullMarked
package dev.rehearsal.app.check;

import org.jspecify.annotations.NullMarked;
