@NullMarked
package dev.rehearsal.compare;

import org.jspecify.annotations.NullMarked;
