@NullMarked
package dev.rehearsal.actors.grader;

import org.jspecify.annotations.NullMarked;
