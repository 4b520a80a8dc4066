/** The files that a plan names: logs, labels, recorded replies. */
@NullMarked
package dev.rehearsal.config.file;

import org.jspecify.annotations.NullMarked;
