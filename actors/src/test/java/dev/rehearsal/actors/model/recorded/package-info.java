@NullMarked
package dev.rehearsal.actors.model.recorded;

import org.jspecify.annotations.NullMarked;
