/** Many numbers in little memory. */
@NullMarked
package dev.rehearsal.storage;

import org.jspecify.annotations.NullMarked;
