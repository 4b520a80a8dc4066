@NullMarked
package dev.rehearsal.streams.postgres;

import org.jspecify.annotations.NullMarked;
