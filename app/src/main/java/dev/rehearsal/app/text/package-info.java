/** How numbers and tables look to people. */
@NullMarked
package dev.rehearsal.app.text;

import org.jspecify.annotations.NullMarked;
