@NullMarked
package dev.rehearsal.forecast;

import org.jspecify.annotations.NullMarked;
