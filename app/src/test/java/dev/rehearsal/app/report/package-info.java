@NullMarked
package dev.rehearsal.app.report;

import org.jspecify.annotations.NullMarked;
