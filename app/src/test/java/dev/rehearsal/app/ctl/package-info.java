@NullMarked
package dev.rehearsal.app.ctl;

import org.jspecify.annotations.NullMarked;
