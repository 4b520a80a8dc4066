@NullMarked
package dev.rehearsal.actors.run;

import org.jspecify.annotations.NullMarked;
