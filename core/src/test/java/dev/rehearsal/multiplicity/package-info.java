@NullMarked
package dev.rehearsal.multiplicity;

import org.jspecify.annotations.NullMarked;
