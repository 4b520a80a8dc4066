/** How a run looks to whoever watches: on a terminal, as plain lines, as JSON, over the socket. */
@NullMarked
package dev.rehearsal.app.view;

import org.jspecify.annotations.NullMarked;
