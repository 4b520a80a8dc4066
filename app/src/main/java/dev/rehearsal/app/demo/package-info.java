/** Things to try the program out with. */
@NullMarked
package dev.rehearsal.app.demo;

import org.jspecify.annotations.NullMarked;
