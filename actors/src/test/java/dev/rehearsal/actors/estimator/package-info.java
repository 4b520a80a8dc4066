@NullMarked
package dev.rehearsal.actors.estimator;

import org.jspecify.annotations.NullMarked;
