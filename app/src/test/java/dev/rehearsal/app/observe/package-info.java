@NullMarked
package dev.rehearsal.app.observe;

import org.jspecify.annotations.NullMarked;
