/** What every module's tests share. */
@NullMarked
package dev.rehearsal.testing;

import org.jspecify.annotations.NullMarked;
