@NullMarked
package dev.rehearsal.calibrate;

import org.jspecify.annotations.NullMarked;
