@NullMarked
package dev.rehearsal.app.text;

import org.jspecify.annotations.NullMarked;
