@NullMarked
package dev.rehearsal.app.console;

import org.jspecify.annotations.NullMarked;
