/** All estimates at one moment, and which categories are decided. */
@NullMarked
package dev.rehearsal.standing;

import org.jspecify.annotations.NullMarked;
