/** Replies that somebody recorded, looked up by conversation: nothing is generated. */
@NullMarked
package dev.rehearsal.actors.model.recorded;

import org.jspecify.annotations.NullMarked;
