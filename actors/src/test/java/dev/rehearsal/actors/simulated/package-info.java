@NullMarked
package dev.rehearsal.actors.simulated;

import org.jspecify.annotations.NullMarked;
