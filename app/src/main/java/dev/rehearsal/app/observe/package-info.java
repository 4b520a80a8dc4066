/** Production as it arrives, held against what was forecast of it. */
@NullMarked
package dev.rehearsal.app.observe;

import org.jspecify.annotations.NullMarked;
