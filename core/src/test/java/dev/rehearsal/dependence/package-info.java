@NullMarked
package dev.rehearsal.dependence;

import org.jspecify.annotations.NullMarked;
