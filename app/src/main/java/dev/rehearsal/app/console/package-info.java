/** What a command talks to: streams, terminal, signals. */
@NullMarked
package dev.rehearsal.app.console;

import org.jspecify.annotations.NullMarked;
