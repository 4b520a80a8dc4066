/** Tests of the alarms. */
@NullMarked
package dev.rehearsal.drift;

import org.jspecify.annotations.NullMarked;
