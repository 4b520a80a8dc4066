@NullMarked
package dev.rehearsal.app.purge;

import org.jspecify.annotations.NullMarked;
