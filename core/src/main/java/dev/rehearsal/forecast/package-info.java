/** Rates promised before a launch, and how the rates seen after it compare with them. */
@NullMarked
package dev.rehearsal.forecast;

import org.jspecify.annotations.NullMarked;
