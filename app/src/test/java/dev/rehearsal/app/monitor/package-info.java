@NullMarked
package dev.rehearsal.app.monitor;

import org.jspecify.annotations.NullMarked;
