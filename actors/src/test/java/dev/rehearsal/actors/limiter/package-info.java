@NullMarked
package dev.rehearsal.actors.limiter;

import org.jspecify.annotations.NullMarked;
