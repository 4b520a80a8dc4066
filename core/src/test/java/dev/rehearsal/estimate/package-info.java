@NullMarked
package dev.rehearsal.estimate;

import org.jspecify.annotations.NullMarked;
