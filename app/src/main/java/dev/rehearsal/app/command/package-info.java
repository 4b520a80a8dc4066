/** The small commands: version, completion, endpoint. */
@NullMarked
package dev.rehearsal.app.command;

import org.jspecify.annotations.NullMarked;
