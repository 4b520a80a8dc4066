@NullMarked
package dev.rehearsal.streams.journal;

import org.jspecify.annotations.NullMarked;
