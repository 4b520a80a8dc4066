@NullMarked
package dev.rehearsal.app.forecast;

import org.jspecify.annotations.NullMarked;
